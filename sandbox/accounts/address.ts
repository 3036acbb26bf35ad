import { jidEncode } from '@whiskeysockets/baileys'

/** A device of an account: its phone number in digits, and its number (0 is the phone itself). */
export interface Address {
  phone: string
  device: number
}

/** The two ways to name an account: by phone number or by LID. A stanza is answered in the one it came in. */
export type Addressing = 'pn' | 'lid'

/** How a phone addresses others. `lid-only`: by LID, and the server does not tell them its number. */
export type PhoneAddressing = Addressing | 'lid-only'

export function addressingOf({ addressing }: { addressing: PhoneAddressing }): Addressing {
  return addressing === 'pn' ? 'pn' : 'lid'
}

/** The address as a key of tables and maps. */
export function keyOf({ phone, device }: Address): string {
  return `${phone}:${device}`
}

export function isSameDevice(a: Address, b: Address): boolean {
  return a.phone === b.phone && a.device === b.device
}

/** An account as the JID functions need it. */
interface Named {
  phone: string
  lid: string
}

/** The JID of a device (of the account as a whole for device 0, which is never written). */
export function jidOf(account: Named, addressing: Addressing, device = 0): string {
  return addressing === 'lid'
    ? jidEncode(account.lid, 'lid', device)
    : jidEncode(account.phone, 's.whatsapp.net', device)
}
