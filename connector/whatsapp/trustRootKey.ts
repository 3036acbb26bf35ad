import { WA_CERT_DETAILS } from '@whiskeysockets/baileys'

/**
 * Has Baileys trust a sandbox's root key in the place of WhatsApp's. It holds for the whole process, which is why a
 * sandbox and the real WhatsApp never share one.
 * @param hex 32 bytes
 */
export function trustRootKey(hex: string): void {
  Buffer.from(hex, 'hex').copy(WA_CERT_DETAILS.PUBLIC_KEY)
}
