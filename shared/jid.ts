import { z } from 'zod'

const USER_SERVER = 's.whatsapp.net'
/** Punctuation in written phone numbers. \u2013 is an en dash. */
const DECORATION = /[\s()[\]\-\u2013]/g
/** E.164: no leading zero and at most 15 digits. The shortest number in use has 7 digits. */
const INTERNATIONAL_NUMBER = /^[1-9]\d{6,14}$/
const JID = /^(?:[1-9]\d{6,14}@s\.whatsapp\.net|\d{5,20}@lid|[\d-]{10,40}@g\.us)$/

/** Returns the phone-number JID of a number in digits. */
export function phoneJid(phone: string): string {
  return `${phone}@${USER_SERVER}`
}

/** Returns the digits of a phone-number JID, with or without a device. Returns null for other kinds of JIDs. */
export function phoneOf(jid: string | null | undefined): string | null {
  return jid?.match(/^(\d+)(?::\d+)?@s\.whatsapp\.net$/)?.[1] ?? null
}

/** Removes the device from a JID: `905…:3@s.whatsapp.net` becomes `905…@s.whatsapp.net`. */
export function bareJid(jid: string): string {
  return jid.replace(/:\d+@/, '@')
}

export function isLid(jid: string): boolean {
  return jid.endsWith('@lid')
}

export function isGroupJid(jid: string): boolean {
  return jid.endsWith('@g.us')
}

/** An international phone number as users write it, parsed to digits. */
export const phoneNumberSchema = z
  .string()
  .transform((written) => written.replace(DECORATION, '').replace(/^\+/, ''))
  .pipe(
    z
      .string()
      .regex(INTERNATIONAL_NUMBER, 'Give an international phone number in digits, such as 905551234567'),
  )

/** The recipient of a message: a phone number or a JID, parsed to a JID. */
export const recipientSchema = z
  .string()
  .transform((written) => {
    const trimmed = written.trim()
    if (trimmed.includes('@')) return trimmed
    return phoneJid(trimmed.replace(DECORATION, '').replace(/^\+/, ''))
  })
  .pipe(
    z
      .string()
      .regex(
        JID,
        'Give an international phone number in digits, such as 905551234567, or a JID ending in @s.whatsapp.net, @g.us or @lid',
      ),
  )
