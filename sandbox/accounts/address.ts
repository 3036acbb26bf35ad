import { jidEncode } from '@whiskeysockets/baileys'

/** A device of an account. `phone` is the number in digits. `device` is the device number, and 0 is the phone. */
export interface Address {
  phone: string
  device: number
}

/** The address form of an account: phone number or LID. An answer uses the form of its request. */
export type Addressing = 'pn' | 'lid'

/** The address form that a phone uses. With `lid-only`, the server also hides the phone's number from others. */
export type PhoneAddressing = Addressing | 'lid-only'

export function addressingOf({ addressing }: { addressing: PhoneAddressing }): Addressing {
  return addressing === 'pn' ? 'pn' : 'lid'
}

/** Returns the address as a key of tables and maps. */
export function keyOf({ phone, device }: Address): string {
  return `${phone}:${device}`
}

export function isSameDevice(a: Address, b: Address): boolean {
  return a.phone === b.phone && a.device === b.device
}

/** The fields of an account that a JID is made of. */
interface Named {
  phone: string
  lid: string
  /** The number under which WhatsApp knows the account, if it differs from `phone`. */
  registeredAs?: string
}

/** Returns the number under which WhatsApp knows an account. */
export function numberOf({ phone, registeredAs }: Pick<Named, 'phone' | 'registeredAs'>): string {
  return registeredAs ?? phone
}

/** Returns the JID of a device. Device 0 has the JID of the account, because WhatsApp never writes the number 0. */
export function jidOf(account: Named, addressing: Addressing, device = 0): string {
  return addressing === 'lid'
    ? jidEncode(account.lid, 'lid', device)
    : jidEncode(numberOf(account), 's.whatsapp.net', device)
}
