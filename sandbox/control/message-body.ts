import { z } from 'zod'
import { LIFETIMES } from '../phones/lifetimes.ts'
import { chatId, phoneNumber } from './body.ts'

const text = z.string().min(1).max(65_536)
const name = z.string().min(1).max(100)
const messageId = z.string().min(1)
const pixels = z.number().int().min(1).max(65_535)

/** Bytes in base64. Line breaks are allowed. */
export const base64 = z
  .string()
  .regex(/^[A-Za-z0-9+/\s]+={0,2}\s*$/, 'Expected base64.')
  .transform((encoded) => Buffer.from(encoded, 'base64'))

/**
 * The optional fields of each new message. An author chooses the ids, so a hostile author may reuse the id of
 * another.
 */
export const options = {
  id: messageId.optional(),
  quoted: messageId.optional(),
  mentions: z.array(phoneNumber).max(1024).optional(),
  viewOnce: z.boolean().optional(),
  ephemeral: z.number().int().min(1).max(31_536_000).optional(),
  forwarded: z.boolean().optional(),
}

const common = { to: chatId, ...options }

/** The fields of a file of any kind, without its bytes. */
export const fileFields = {
  mimetype: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+(;.*)?$/, 'Expected a media type, e.g. image/png.')
    .optional(),
  caption: text.optional(),
}

const sized = { width: pixels.optional(), height: pixels.optional() }
const seconds = z.number().int().min(0).optional()
const thumbnail = base64.optional()
const { caption, ...captionless } = fileFields
const file = { ...common, ...captionless, base64 }
const captioned = { ...file, caption }

const cards = z
  .array(z.strictObject({ name, vcard: text }))
  .min(1)
  .max(257)

/** One or several contacts, each as a vCard. A number alone becomes a vCard. */
const contact = z
  .strictObject({
    ...common,
    type: z.literal('contact'),
    name: name.optional(),
    phone: phoneNumber.optional(),
    vcard: text.optional(),
    contacts: cards.optional(),
  })
  .refine(({ name, phone, vcard, contacts }) => contacts || (name && (phone || vcard)), {
    message: 'Give contacts:[{name,vcard}], or name with phone or vcard.',
  })
  .transform(({ name = '', phone = '', vcard = vcardOf(name, phone), contacts, ...rest }) => ({
    ...rest,
    contacts: contacts ?? [{ name, vcard }],
  }))

const form = z.enum(['lid', 'pn']).optional()
/** The fields of each change that a phone encrypts with the secret of its message. */
const sealed = {
  to: chatId.optional(),
  messageId,
  sealAs: z.strictObject({ author: form, editor: form }).optional(),
  at: z.number().int().min(1).optional(),
}

/** The body of `POST /phones/:phone/messages`. */
export const messageBody = z.discriminatedUnion('type', [
  z.strictObject({ ...common, type: z.literal('text'), text }),
  z.strictObject({ ...captioned, ...sized, type: z.literal('image'), thumbnail }),
  z.strictObject({
    ...captioned,
    ...sized,
    type: z.literal('video'),
    seconds,
    thumbnail,
    gif: z.boolean().optional(),
  }),
  z.strictObject({
    ...file,
    type: z.literal('audio'),
    seconds,
    ptt: z.boolean().optional(),
    waveform: base64.optional(),
  }),
  z.strictObject({ ...captioned, type: z.literal('document'), filename: name.optional(), thumbnail }),
  z.strictObject({ ...file, ...sized, type: z.literal('sticker') }),
  z.strictObject({
    ...common,
    type: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: name.optional(),
    address: text.optional(),
  }),
  contact,
  z.strictObject({
    ...common,
    type: z.literal('poll'),
    name: text,
    options: z.array(name).min(2).max(12),
    // The number of options that a voter may choose; 0 is any number.
    selectable: z.number().int().min(0).max(12).default(1),
  }),
  z.strictObject({
    to: chatId,
    id: options.id,
    type: z.literal('timer'),
    seconds: z.literal(LIFETIMES),
  }),
  z.strictObject({
    to: chatId,
    id: options.id,
    type: z.literal('raw'),
    message: z.record(z.string(), z.unknown()),
    future: base64.optional(),
  }),
  z.strictObject({
    ...common,
    type: z.literal('event'),
    name,
    description: text.optional(),
    startsAt: z.number().int().min(1).optional(),
  }),
  // `plain` is the form of older phones. `forged` edits a message of another person, as a hostile client does.
  z.strictObject({
    ...sealed,
    type: z.literal('edit'),
    text,
    mentions: options.mentions,
    plain: z.boolean().optional(),
    forged: z.boolean().optional(),
  }),
  z.strictObject({ ...sealed, type: z.literal('vote'), options: z.array(name).max(12) }),
  z.strictObject({ ...sealed, type: z.literal('comment'), text, mentions: options.mentions }),
  z.strictObject({ ...sealed, type: z.literal('editEvent'), name, description: text.optional() }),
  z.strictObject({
    ...sealed,
    type: z.literal('respond'),
    response: z.enum(['going', 'not_going', 'maybe']),
    guests: z.number().int().min(0).optional(),
  }),
  z.strictObject({
    ...sealed,
    type: z.literal('editPoll'),
    name: text,
    options: z.array(name).min(2).max(12),
  }),
  z.strictObject({ ...sealed, type: z.literal('addOption'), option: name }),
  z.strictObject({ type: z.literal('tap'), to: chatId.optional(), messageId, option: text }),
  z.strictObject({
    type: z.literal('revoke'),
    to: chatId.optional(),
    messageId,
    // True: the phone revokes a message that it may not revoke.
    forged: z.boolean().optional(),
  }),
  // An empty emoji removes the reaction.
  z.strictObject({
    ...sealed,
    type: z.literal('reaction'),
    emoji: z.string().max(32),
    encrypted: z.boolean().optional(),
  }),
])

function vcardOf(name: string, phone: string): string {
  const number = `TEL;type=CELL;type=VOICE;waid=${phone}:+${phone}`
  return ['BEGIN:VCARD', 'VERSION:3.0', `N:;${name};;;`, `FN:${name}`, number, 'END:VCARD'].join('\n')
}
