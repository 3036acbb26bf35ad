import { forwardMessage } from '#shared/domain/messages/index.ts'
import { defineRoute } from '../../route.ts'
import { messageParams } from '../shared.ts'
import { acceptedSchema, sendFields } from './send/shared.ts'

export const forwardMessageRoute = defineRoute({
  id: 'messages.forward',
  method: 'post',
  path: '/messages/{sessionId}/{msgId}/forward',
  scope: 'send',
  reach: ({ params }) => params.sessionId,
  tag: 'Messages',
  summary: 'Forward a message to another chat',
  description:
    'Sends the content of a sent or received message to another chat, marked as forwarded. The forwarded message has an ID of its own ' +
    'and counts towards the monthly quota.',
  params: messageParams,
  body: sendFields.pick({ to: true, usernameKey: true }),
  example: { to: '905551234567' },
  data: acceptedSchema,
  isMetered: true,
  errors: ['NOT_FOUND', 'CONFLICT', 'SESSION_NOT_CONNECTED', 'USERNAME_KEY_REQUIRED'],
  handle: ({ ctx, params, body }) =>
    forwardMessage({ ctx, input: { sessionId: params.sessionId, messageId: params.msgId, ...body } }),
})
