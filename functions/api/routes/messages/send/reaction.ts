import { z } from 'zod'
import { sendMessage } from '#shared/domain/messages/index.ts'
import { emptyOrFilledText } from '#shared/input/index.ts'
import { defineRoute } from '../../../route.ts'
import { acceptedSchema, SEND_ERRORS, sendFields } from './shared.ts'

export const sendReactionRoute = defineRoute({
  id: 'messages.sendReaction',
  method: 'post',
  path: '/messages/send/reaction',
  scope: 'send',
  reach: ({ body }) => body.session,
  tag: 'Messages',
  summary: 'React to a message',
  description:
    'Sets or removes the reaction of the session to a message of the same chat. A reaction counts towards the monthly quota.',
  body: sendFields.omit({ quoted: true }).extend({
    messageId: z
      .string()
      .min(1)
      .meta({ description: 'The message to react to', example: '3EB0A8C2F5B7E6A1' }),
    emoji: emptyOrFilledText(16).meta({
      description: 'One emoji. An empty text removes the reaction',
      example: '👍',
    }),
  }),
  example: { session: 'YoNofiM9vtHy', to: '905551234567', messageId: '3EB0A8C2F5B7E6A1', emoji: '👍' },
  data: acceptedSchema,
  isMetered: true,
  errors: SEND_ERRORS,
  handle: ({ ctx, body: { session, to, usernameKey, messageId, emoji } }) =>
    sendMessage({
      ctx,
      input: {
        sessionId: session,
        remoteJid: to,
        usernameKey,
        type: 'reaction',
        content: { messageId, emoji },
        about: messageId,
      },
    }),
})
