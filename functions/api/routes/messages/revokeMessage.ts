import { messageSchema, revokeMessage } from '#shared/domain/messages/index.ts'

import { defineRoute } from '../../route.ts'
import { CHANGE_ERRORS, messageParams } from '../shared.ts'

export const revokeMessageRoute = defineRoute({
  method: 'post',
  path: '/messages/{sessionId}/{msgId}/revoke',
  tag: 'Messages',
  summary: 'Delete a message that you sent, for everybody',
  description: 'On WhatsApp too; the history keeps that it was there.',
  params: messageParams,

  data: messageSchema,
  errors: CHANGE_ERRORS,
  handle: ({ ctx, params }) =>
    revokeMessage({ ctx, input: { sessionId: params.sessionId, messageId: params.msgId } }),
})
