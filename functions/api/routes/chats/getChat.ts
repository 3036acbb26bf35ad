import { chatSchema, getChat } from '#shared/domain/chats/index.ts'
import { defineRoute } from '../../route.ts'
import { chatParams } from './shared.ts'

export const getChatRoute = defineRoute({
  id: 'chats.get',
  method: 'get',
  path: '/chats/{sessionId}/{jid}',
  scope: 'read',
  reach: ({ params }) => params.sessionId,
  tag: 'Chats',
  summary: 'Get a chat',
  description: 'Reads the chat from our database, without calling WhatsApp.',
  params: chatParams,
  data: chatSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => getChat({ ctx, input: params }),
})
