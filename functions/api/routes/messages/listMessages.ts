import { listMessages, messageSchema } from '#shared/domain/messages/index.ts'
import { storedChatSchema } from '#shared/jid.ts'
import { defineRoute } from '../../route.ts'
import { messageParams, pageQuery } from '../shared.ts'

export const listMessagesRoute = defineRoute({
  id: 'messages.list',
  method: 'get',
  path: '/messages/{sessionId}',
  scope: 'read',
  reach: ({ params }) => params.sessionId,
  tag: 'Messages',
  summary: 'Get message history (paginated, optional ?jid= filter)',
  description:
    'Lists sent and received messages from our database, newest first. A page does not shift when new messages arrive.',
  params: messageParams.pick({ sessionId: true }),
  query: pageQuery.extend({
    jid: storedChatSchema.optional().meta({
      description:
        'Only the messages of this chat: a phone number in any spelling, a JID, a LID, a channel, or the `@username` of a known ' +
        'person. `status@broadcast` names the status posts',
      example: '905551234567@s.whatsapp.net',
    }),
  }),
  data: messageSchema,
  list: true,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, query }) => listMessages({ ctx, input: { ...params, ...query } }),
})
