import { z } from 'zod'
import { mediaFailureSchema } from '../media.ts'
import { messageContentSchema, messageTypeSchema } from '../messages.ts'
import { defineCompletedEvent } from './event.ts'
import { erased, identity, messageId } from './fields.ts'

const type = messageTypeSchema
const mediaUrl = z.string().optional().meta({
  description: 'Signed URL of the file, which expires after an hour',
  example: 'https://files.example.com/med_4fG7hJ2kL9mN?signature=abc',
})
const media = z
  .enum(['pending', 'stored', 'failed'])
  .optional()
  .meta({
    description:
      'State of the file, for a message with a file. `pending`: the file is larger than 32 MB, or was not there within 30 s, and the ' +
      'message has the file later. `failed`: the gateway will not have the file, and `mediaError` says why',
    example: 'stored',
  })
const base64 = z
  .string()
  .meta({ description: 'The file in base64, up to `inlineLimitBytes` of the webhook', example: 'SGVsbG8=' })

/** The five fields that the public docs show come first, in their order. */
const storedContent = z.object({
  text: z
    .string()
    .meta({ description: 'The words of the message; empty if there are none', example: 'Hello' }),
  caption: z.string().meta({ description: 'The text under a file; empty if there is none', example: '' }),
  mimetype: z.string().meta({ description: 'MIME type of the file; empty without a file', example: '' }),
  filename: z.string().meta({ description: 'Name of a document; empty if there is none', example: '' }),
  base64: z.literal(''),
  ...messageContentSchema.omit({ text: true, caption: true, mimetype: true, filename: true }).shape,
})
const storedReceived = z.object({
  id: messageId,
  from: z.string().meta({
    description: 'JID of the chat: the author, or the group. A LID if WhatsApp does not show the number',
    example: '905551234567@s.whatsapp.net',
  }),
  type,
  timestamp: z
    .number()
    .int()
    .meta({ description: "Time of the message by WhatsApp's clock, in Unix seconds", example: 1750761000 }),
  content: storedContent,
  pushName: z
    .string()
    .meta({ description: 'Display name of the author; empty if unknown', example: 'Ahmet' }),
  participant: z.string().optional().meta({
    description: 'JID of the author, for a message in a group',
    example: '905551234567@s.whatsapp.net',
  }),
  fromLid: z
    .string()
    .optional()
    .meta({ description: 'LID of the author, if it is known', example: '123456789012345@lid' }),
  ...identity,
  optOut: z.literal(true).optional().meta({
    description: 'The message is a stop word, and the author is on the suppression list of the app',
    example: true,
  }),
  optIn: z.literal(true).optional().meta({
    description: 'The message is a start word that removed the author from the suppression list of the app',
    example: true,
  }),
  erased,
})

export const messageReceived = defineCompletedEvent(
  {
    type: 'message.received',
    summary: 'A new message was received from someone',
    description:
      'A contact or a member of a group wrote a message. The event waits up to 30 s for the file, and does not wait for a file above 32 MB.',
    data: storedReceived
      .extend({
        content: storedContent
          .extend({
            base64: base64.meta({
              description: 'The file in base64, up to `inlineLimitBytes` of the webhook; otherwise empty',
              example: '',
            }),
            mediaUrl,
          })
          .meta({
            id: 'ReceivedContent',
            description: 'Content of the message, with the fields of its kind',
            example: { text: 'Hey, is my order ready?', caption: '', mimetype: '', filename: '', base64: '' },
          }),
        media,
        mediaError: mediaFailureSchema.optional(),
      })
      .meta({ id: 'MessageReceivedData' }),
    example: {
      id: '3EB0A8C2F5B7E6A1',
      from: '905551234567@s.whatsapp.net',
      type: 'text',
      timestamp: 1750761000,
      content: { text: 'Hey, is my order ready?', caption: '', mimetype: '', filename: '', base64: '' },
      pushName: 'Ahmet',
    },
  },
  storedReceived,
)

const storedFromPhone = z.object({
  id: messageId,
  to: z
    .string()
    .meta({ description: 'JID of the chat: a person or a group', example: '905551234567@s.whatsapp.net' }),
  type,
  content: messageContentSchema,
  pushName: z
    .string()
    .meta({ description: 'Display name of your account; empty if unknown', example: 'My Business' }),
  toLid: z
    .string()
    .optional()
    .meta({ description: 'LID of the person, if it is known', example: '123456789012345@lid' }),
  ...identity,
  erased,
})

export const messageFromPhone = defineCompletedEvent(
  {
    type: 'message.from_phone',
    summary: 'You sent a message from your phone (not via the API)',
    description: 'The user of the linked phone, or of another linked device, wrote a message.',
    data: storedFromPhone
      .extend({
        content: messageContentSchema.extend({ base64: base64.optional(), mediaUrl }).meta({
          id: 'FromPhoneContent',
          description: 'Content of the message, with the fields of its kind',
          example: { text: 'Yes, it will be ready in 10 minutes!' },
        }),
        media,
        mediaError: mediaFailureSchema.optional(),
      })
      .meta({ id: 'MessageFromPhoneData' }),
    example: {
      id: '3EB0B9D3E6C8F7B2',
      to: '905551234567@s.whatsapp.net',
      type: 'text',
      content: { text: 'Yes, it will be ready in 10 minutes!' },
      pushName: 'My Business',
    },
  },
  storedFromPhone,
)
