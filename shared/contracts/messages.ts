import { z } from 'zod'

/** In the order of progress; FAILED is final and comes only before DELIVERED. */
export const MESSAGE_STATUSES = ['PENDING', 'SENT', 'DELIVERED', 'READ', 'PLAYED', 'FAILED'] as const
export type MessageStatus = (typeof MESSAGE_STATUSES)[number]

/** Where a message came from. */
export const MESSAGE_SOURCES = ['api', 'phone', 'contact', 'broadcast', 'chatbot'] as const
export type MessageSource = (typeof MESSAGE_SOURCES)[number]

export const MEDIA_TYPES = ['image', 'video', 'audio', 'document', 'sticker'] as const
export type MediaType = (typeof MEDIA_TYPES)[number]

export const MESSAGE_TYPES = [
  'text',
  ...MEDIA_TYPES,
  'location',
  'contact',
  'reaction',
  'poll',
  'unknown',
] as const
export type MessageType = (typeof MESSAGE_TYPES)[number]

const quotedSchema = z
  .object({
    id: z.string(),
    fromMe: z.boolean().optional(),
    participant: z.string().optional().meta({ description: 'Its author' }),
    text: z.string().optional().meta({ description: 'Its text, or its caption' }),
  })
  .meta({ description: 'The message that this one replies to' })

const contactCardSchema = z.object({
  name: z.string().meta({ example: 'Ayşe Yılmaz' }),
  phone: z.string().optional().meta({ description: 'In digits', example: '905551234567' }),
  vcard: z.string().optional().meta({ description: 'The whole card, as vCard 3.0' }),
})
export type ContactCard = z.infer<typeof contactCardSchema>

const pollSchema = z.object({
  name: z.string().meta({ example: 'Which day suits you?' }),
  options: z.array(z.string()).meta({ example: ['Monday', 'Tuesday'] }),
  selectable: z.number().int().meta({ description: 'How many may be chosen; 0 is any number', example: 1 }),
})

const listSchema = z
  .object({
    button: z.string().meta({ description: 'Opens it', example: 'Choose' }),
    rows: z.array(z.object({ id: z.string(), title: z.string() })),
  })
  .meta({ description: 'What a text offers to tap on, as a WhatsApp list' })

const linkPreviewSchema = z.object({
  url: z.string().meta({ description: 'As it stands in the text', example: 'https://example.com' }),
  title: z.string().meta({ example: 'Example' }),
  description: z.string().optional(),
})

/** What a message says, in the one form that the API, the events and the history share. */
export const messageContentSchema = z.object({
  text: z
    .string()
    .optional()
    .meta({ description: 'The text of a text message', example: 'Hello from Vesper!' }),
  caption: z.string().optional().meta({ description: 'The text under a picture, a video or a document' }),
  mimetype: z.string().optional().meta({ description: 'Type of the media', example: 'image/jpeg' }),
  filename: z.string().optional().meta({ description: 'Name of the document', example: 'Q1-Report.pdf' }),
  size: z.number().int().optional().meta({ description: 'Bytes of the media' }),
  sha256: z.string().optional().meta({ description: 'SHA-256 of the media, in hex' }),
  seconds: z.number().optional().meta({ description: 'Duration of audio or video' }),
  ptt: z.boolean().optional().meta({ description: 'It is a voice note' }),
  gif: z.boolean().optional().meta({ description: 'A video that plays by itself, without sound' }),
  width: z.number().int().optional(),
  height: z.number().int().optional(),
  latitude: z.number().optional().meta({ example: 41.0082 }),
  longitude: z.number().optional().meta({ example: 28.9784 }),
  name: z.string().optional().meta({ description: 'Name of the place', example: 'Istanbul' }),
  address: z.string().optional().meta({ description: 'Address of the place' }),
  live: z.boolean().optional().meta({ description: 'A location that moves' }),
  contacts: z.array(contactCardSchema).optional(),
  selectedId: z.string().optional().meta({ description: 'Id of the button or list row that was tapped' }),
  poll: pollSchema.optional(),
  list: listSchema.optional(),
  emoji: z
    .string()
    .optional()
    .meta({ description: 'A reaction; empty when it was taken back', example: '👍' }),
  messageId: z.string().optional().meta({ description: 'The message that a reaction is to' }),
  quoted: quotedSchema.optional(),
  mentions: z.array(z.string()).optional().meta({ description: 'JIDs that the text names as @number' }),
  linkPreview: linkPreviewSchema.optional(),
  forwarded: z.boolean().optional(),
  truncated: z.literal(true).optional().meta({
    description: 'The message was longer than the gateway keeps: its text is cut, or a list or a card of it',
  }),
  viewOnce: z.boolean().optional(),
  ephemeral: z.number().int().optional().meta({ description: 'Seconds after which it disappears' }),
  /** Baileys' own name of a kind that has no form here yet. */
  kind: z.string().optional().meta({
    description:
      "WhatsApp's name of a kind that is not supported yet; ciphertext while it can't be decrypted",
    example: 'eventMessage',
  }),
})
export type MessageContent = z.infer<typeof messageContentSchema>

/** The kind of a message that could not be decrypted yet; its sender is asked to send it again. */
export const CIPHERTEXT = 'ciphertext'

/** Why a message ended FAILED. */
export const SEND_FAILURES = [
  'not_on_whatsapp',
  'expired',
  'session_logged_out',
  'reachout_timelock',
  'rejected_by_whatsapp',
  'timeout',
  'media_unavailable',
  'internal_error',
] as const
export type SendFailure = (typeof SEND_FAILURES)[number]
