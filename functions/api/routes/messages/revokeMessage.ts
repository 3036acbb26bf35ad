import { messageSchema, revokeMessage } from '#shared/domain/messages/index.ts'

import { defineRoute } from '../../route.ts'
import { CHANGE_ERRORS, messageParams } from '../shared.ts'

export const revokeMessageRoute = defineRoute({
  id: 'messages.revoke',
  method: 'post',
  path: '/messages/{sessionId}/{msgId}/revoke',
  tag: 'Messages',
  summary: 'Delete a message that you sent, for everybody',
  description: 'The message is deleted on WhatsApp, too. The history keeps a record without content.',
  params: messageParams,

  data: messageSchema,
  errors: CHANGE_ERRORS,
  handle: ({ ctx, params }) =>
    revokeMessage({ ctx, input: { sessionId: params.sessionId, messageId: params.msgId } }),
})
