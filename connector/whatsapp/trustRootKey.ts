import { WA_CERT_DETAILS } from '@whiskeysockets/baileys'

/**
 * Makes Baileys trust a sandbox's root key instead of WhatsApp's. The key applies to the whole process, so one process never uses
 * both.
 * @param hex 32 bytes
 */
export function trustRootKey(hex: string): void {
  Buffer.from(hex, 'hex').copy(WA_CERT_DETAILS.PUBLIC_KEY)
}
