import { getMessage, messageSchema } from '#shared/domain/messages/index.ts'
import { defineRoute } from '../../route.ts'
import { messageParams } from '../shared.ts'

export const getMessageRoute = defineRoute({
  id: 'messages.get',
  method: 'get',
  path: '/messages/{sessionId}/{msgId}',
  scope: 'read',
  reach: ({ params }) => params.sessionId,
  tag: 'Messages',
  summary: 'Get a single message by ID',
  description:
    'Answers a sent or received message with its current status. A message that you sent to a group also has the status for each ' +
    'member.',
  params: messageParams,
  data: messageSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) =>
    getMessage({ ctx, input: { sessionId: params.sessionId, messageId: params.msgId } }),
})
