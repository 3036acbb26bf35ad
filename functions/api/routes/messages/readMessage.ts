import { markRead, messageSchema } from '#shared/domain/messages/index.ts'

import { defineRoute } from '../../route.ts'
import { CHANGE_ERRORS, messageParams } from '../shared.ts'

export const readMessageRoute = defineRoute({
  id: 'messages.markRead',
  method: 'post',
  path: '/messages/{sessionId}/{msgId}/read',
  scope: 'send',
  reach: ({ params }) => params.sessionId,
  tag: 'Messages',
  summary: 'Mark a received message as read',
  description:
    'The sender sees a read receipt, unless the account has switched read receipts off. The session must be connected. The answer is ' +
    'the message.',
  params: messageParams,

  data: messageSchema,
  errors: CHANGE_ERRORS,
  handle: ({ ctx, params }) =>
    markRead({ ctx, input: { sessionId: params.sessionId, messageId: params.msgId } }),
})
