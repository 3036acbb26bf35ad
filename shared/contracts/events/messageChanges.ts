import { z } from 'zod'
import { SEND_FAILURES } from '../messages.ts'
import { defineEvent } from './event.ts'
import { chatJid, erased, identity, messageId, remoteLid, session, truncated } from './fields.ts'

/** Data of the events that only name a message. */
const named = z
  .object({ id: messageId, session, remoteJid: chatJid, remoteLid, ...identity })
  .meta({ id: 'MessageStatusData', description: 'The message that an event is about' })
const example = {
  id: '3EB0A8C2F5B7E6A1',
  session: 'YoNofiM9vtHy',
  remoteJid: '905551234567@s.whatsapp.net',
}

export const messageSent = defineEvent({
  type: 'message.sent',
  summary: 'Message reached WhatsApp servers',
  description: 'WhatsApp accepted a message of yours. Each message has this event once.',
  data: named,
  example,
})

export const messageDelivered = defineEvent({
  type: 'message.delivered',
  summary: 'Message delivered to recipient',
  description: 'A message of yours reached the recipient, or all members of the group.',
  data: named,
  example,
})

export const messageRead = defineEvent({
  type: 'message.read',
  summary: 'Recipient read the message',
  description: 'The recipient, or each member of the group, has read a message of yours.',
  data: named,
  example,
})

export const messageDeleted = defineEvent({
  type: 'message.deleted',
  summary: 'Message was revoked',
  description: 'The author of a message revoked the message for everyone, or an admin of the group did.',
  data: named
    .extend({
      deletedBy: z.string().optional().meta({
        description: 'JID of the admin who deleted the message of another member; absent if the author did',
        example: '905559876543@s.whatsapp.net',
      }),
      deletedByLid: z
        .string()
        .optional()
        .meta({ description: 'LID of the admin, if it is known', example: '118734550921347@lid' }),
    })
    .meta({ id: 'MessageDeletedData' }),
  example,
})

export const messageFailed = defineEvent({
  type: 'message.failed',
  summary: 'Message could not be sent',
  description: 'A message of yours ended FAILED. The gateway does not try again.',
  data: named
    .extend({
      reason: z
        .enum(SEND_FAILURES)
        .meta({ description: 'Reason of the failure', example: 'not_on_whatsapp' }),
    })
    .meta({ id: 'MessageFailedData' }),
  example: { ...example, reason: 'not_on_whatsapp' },
})

export const messageUpdated = defineEvent({
  type: 'message.updated',
  summary: 'Message was edited',
  description: 'The author of a message edited the message.',
  data: z
    .object({
      id: messageId,
      remoteJid: chatJid,
      message: z
        .object({
          conversation: z
            .string()
            .meta({ description: 'The new text or caption', example: 'Edited message text' }),
        })
        .meta({
          description: 'The message after the edit',
          example: { conversation: 'Edited message text' },
        }),
      remoteLid,
      ...identity,
      truncated,
      erased,
    })
    .meta({ id: 'MessageUpdatedData' }),
  example: {
    id: '3EB0A8C2F5B7E6A1',
    remoteJid: '905551234567@s.whatsapp.net',
    message: { conversation: 'Edited message text' },
  },
})
