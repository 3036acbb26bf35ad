import { messageSchema, revokeMessage } from '#shared/domain/messages/index.ts'

import { defineRoute } from '../../route.ts'
import { CHANGE_ERRORS, messageParams } from '../shared.ts'

export const revokeMessageRoute = defineRoute({
  id: 'messages.revoke',
  method: 'post',
  path: '/messages/{sessionId}/{msgId}/revoke',
  tag: 'Messages',
  summary: 'Delete a message that you sent, for everybody',
  description:
    'WhatsApp deletes the message on every phone. The history keeps a record without content, which is the answer. The session must ' +
    'be connected.',
  params: messageParams,

  data: messageSchema,
  errors: CHANGE_ERRORS,
  handle: ({ ctx, params }) =>
    revokeMessage({ ctx, input: { sessionId: params.sessionId, messageId: params.msgId } }),
})
