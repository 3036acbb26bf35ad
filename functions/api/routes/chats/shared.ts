import { destinationSchema } from '#shared/jid.ts'
import { messageParams } from '../shared.ts'

export const chatParams = messageParams.pick({ sessionId: true }).extend({
  jid: destinationSchema.meta({
    description: 'The chat: a phone number, a JID, a LID, a group, or the `@username` of a known person',
    example: '905551234567',
  }),
})
