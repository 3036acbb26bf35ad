import { z } from 'zod'
import { kindFields, MESSAGE_TYPES } from './kinds/index.ts'
import { identifier, limits, listedIdentifier, longText } from './kinds/limits.ts'
import { contextFields } from './messageContext.ts'

export {
  CIPHERTEXT,
  type ContactCard,
  KINDS,
  type KindRole,
  MEDIA_TYPES,
  MESSAGE_TYPES,
  type MediaType,
  type MessageButton,
  type MessageCard,
  type MessageType,
  NOTICE_TYPES,
  pollCountSchema,
  SILENT_TYPES,
} from './kinds/index.ts'

/** Statuses in the order of progress. FAILED is final, and never follows DELIVERED. */
export const MESSAGE_STATUSES = ['PENDING', 'SENT', 'DELIVERED', 'READ', 'PLAYED', 'FAILED'] as const
export type MessageStatus = (typeof MESSAGE_STATUSES)[number]

export const messageStatusSchema = z.enum(MESSAGE_STATUSES).meta({
  id: 'MessageStatus',
  description:
    '`PENDING`: the gateway has the message. `SENT`: WhatsApp has it. `DELIVERED`: the phone of the recipient has it. ' +
    '`READ` and `PLAYED`: the recipient opened it. `FAILED`: it is final, and `reason` says why. A status never goes back',
  example: 'READ',
})

export const messageTypeSchema = z.enum(MESSAGE_TYPES).meta({
  id: 'MessageType',
  description:
    'Kind of the message. docs/events.md shows each kind. `unknown`: a kind that is newer than the gateway',
  example: 'text',
})

/** The origins of a message. */
export const MESSAGE_SOURCES = ['api', 'phone', 'contact', 'broadcast', 'chatbot'] as const
export type MessageSource = (typeof MESSAGE_SOURCES)[number]

const quotedSchema = z
  .object({
    id: identifier.meta({ description: 'ID of the quoted message', example: '3EB0C4D1A9E27F53' }),
    fromMe: z
      .boolean()
      .optional()
      .meta({ description: 'True if the session sent the quoted message', example: false }),
    participant: identifier
      .optional()
      .meta({ description: 'JID of the author', example: '905551234567@s.whatsapp.net' }),
    participantLid: identifier
      .optional()
      .meta({ description: 'LID of the author, if it is known', example: '123456789012345@lid' }),
    text: longText
      .optional()
      .meta({ description: 'Text or caption of the quoted message', example: 'Is my order ready?' }),
  })
  .meta({
    id: 'Quoted',
    description: 'The quoted message, to which this message replies',
    example: {
      id: '3EB0C4D1A9E27F53',
      participant: '905551234567@s.whatsapp.net',
      text: 'Is my order ready?',
    },
  })

/** Limit of the mentions in a received message: the size of a group. */
const MAX_MENTIONS = 1_024

/** The content of a message. The API, the events and the history use this one form. */
export const messageContentSchema = z.object({
  ...kindFields,
  ...contextFields,
  quoted: quotedSchema.optional(),
  mentions: z
    .array(listedIdentifier)
    .register(limits, { max: MAX_MENTIONS })
    .optional()
    .meta({
      description: 'JIDs that the text mentions as @number',
      example: ['905551234567@s.whatsapp.net'],
    }),
  mentionLids: z
    .array(z.string().nullable())
    .optional()
    .meta({
      description: 'LIDs of the mentioned persons, in the order of `mentions`; null where a LID is unknown',
      example: ['123456789012345@lid'],
    }),
  mentionsMe: z
    .boolean()
    .optional()
    .meta({ description: 'True if the message mentions the account of the session', example: true }),
  forwarded: z
    .boolean()
    .optional()
    .meta({ description: 'True if the message was forwarded from another chat', example: true }),
  truncated: z.literal(true).optional().meta({
    description: 'The message exceeded the limits of the gateway: a text, a list or a card is cut',
    example: true,
  }),
  viewOnce: z
    .boolean()
    .optional()
    .meta({ description: 'True if WhatsApp shows the message only once', example: true }),
  ephemeral: z
    .number()
    .int()
    .optional()
    .meta({ description: 'Lifetime of a disappearing message, in seconds', example: 86_400 }),
  serverId: z
    .number()
    .int()
    .optional()
    .meta({ description: 'Number of the post in its channel', example: 117 }),
})

export type MessageContent = z.infer<typeof messageContentSchema>

/** Reasons for which a message is FAILED. */
export const SEND_FAILURES = [
  'not_on_whatsapp',
  'username_key_required',
  'duplicate',
  'opted_out',
  'expired',
  'session_logged_out',
  'session_deleted',
  'session_banned',
  'session_account_locked',
  'session_client_rejected',
  'session_login_rejected',
  'reachout_timelock',
  'rejected_by_whatsapp',
  'timeout',
  'media_unavailable',
  'person_erased',
  'internal_error',
] as const
export type SendFailure = (typeof SEND_FAILURES)[number]

export const sendFailureSchema = z.enum(SEND_FAILURES).meta({
  id: 'SendFailure',
  description:
    '`not_on_whatsapp`: the number has no account. `duplicate`: the campaign already writes to this person, under another spelling of ' +
    'the number. `opted_out`: the recipient of a campaign is on the suppression list. `expired`: the session was not connected in time. ' +
    '`session_logged_out`: the phone unlinked the session. `session_deleted`: you deleted the session. ' +
    '`session_banned`, `session_account_locked`, `session_client_rejected`, `session_login_rejected`: WhatsApp refused the session. `reachout_timelock`: WhatsApp forbids new contacts for now. ' +
    '`rejected_by_whatsapp`: WhatsApp refused the message. `timeout`: WhatsApp never confirmed the message, which may have arrived. ' +
    '`media_unavailable`: the file is gone, or cannot be converted. `person_erased`: the recipient was erased before the message left. ' +
    '`internal_error`: the gateway has a fault',
  example: 'not_on_whatsapp',
})
