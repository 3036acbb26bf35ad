import { messageSchema, revokeMessage } from '#shared/domain/messages/index.ts'

import { defineRoute } from '../../route.ts'
import { CHANGE_ERRORS, messageParams } from '../shared.ts'

export const revokeMessageRoute = defineRoute({
  id: 'messages.revoke',
  method: 'post',
  path: '/messages/{sessionId}/{msgId}/revoke',
  scope: 'send',
  reach: ({ params }) => params.sessionId,
  tag: 'Messages',
  summary: 'Delete a message for everybody',
  description:
    'WhatsApp deletes the message on every phone: a message that you sent, or the message of another member in a group whose admin ' +
    'you are. The history keeps a record without content, which is the answer. The session must be connected.',
  params: messageParams,

  data: messageSchema,
  errors: CHANGE_ERRORS,
  handle: ({ ctx, params }) =>
    revokeMessage({ ctx, input: { sessionId: params.sessionId, messageId: params.msgId } }),
})
