import { z } from 'zod'

/** Fields that the data of several events share. */
export const messageId = z.string().meta({ description: 'Id of the message', example: '3EB0A8C2F5B7E6A1' })

export const session = z.string().meta({ description: 'Id of the session', example: 'YoNofiM9vtHy' })

export const chatJid = z
  .string()
  .meta({ description: 'JID of the chat', example: '905551234567@s.whatsapp.net' })

export const remoteLid = z
  .string()
  .optional()
  .meta({ description: "LID of the chat's person, if it is known", example: '123456789012345@lid' })

/** Identity of the person that an event is about. Events of an earlier version have neither field. */
export const identity = {
  phone: z
    .string()
    .nullable()
    .optional()
    .meta({
      description:
        'Number of the person in digits: of the author in a group, otherwise of the person in the chat. Null if WhatsApp does not show ' +
        'the number, and absent if the event is about a whole group or a channel',
      example: '905551234567',
    }),
  username: z.string().optional().meta({
    description: 'Username of this person, if it is known. A username can change; the LID cannot',
    example: 'ayse.yilmaz',
  }),
}

export const truncated = z
  .literal(true)
  .optional()
  .meta({ description: 'The text exceeded the limit of the gateway and is cut', example: true })

export const erased = z.literal(true).optional().meta({
  description: 'The message was deleted, revoked or pruned, so that the event has lost its content',
  example: true,
})
