import { recipientSchema } from '#shared/jid.ts'
import { messageParams } from '../shared.ts'

export const chatParams = messageParams.pick({ sessionId: true }).extend({
  jid: recipientSchema.meta({
    description: 'The chat: a phone number, a JID, a LID or a group',
    example: '905551234567',
  }),
})
