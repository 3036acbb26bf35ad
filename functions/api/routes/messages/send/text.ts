import { z } from 'zod'
import { MAX_TEXT } from '#shared/contracts/sizes.ts'
import { sendMessage } from '#shared/domain/messages/index.ts'
import { emptyOrFilledText, filledText, webUrl } from '#shared/input/index.ts'
import { defineRoute } from '../../../route.ts'
import { acceptedSchema, mentionsField, SEND_ERRORS, sendFields } from './shared.ts'

export const sendTextRoute = defineRoute({
  id: 'messages.sendText',
  method: 'post',
  path: '/messages/send/text',
  scope: 'send',
  reach: ({ body }) => body.session,
  tag: 'Messages',
  summary: 'Send a text message',
  description:
    'The answer is immediate. The message is sent shortly afterwards, or when an offline session is connected again. A message ' +
    'that could not be sent in time (10 minutes by default) ends FAILED. The message counts towards the monthly quota.',
  body: sendFields.extend({
    text: filledText(MAX_TEXT).meta({
      description: 'Message text (supports emojis)',
      example: 'Hello from Vesper! 🚀',
    }),
    mentions: mentionsField,
    linkPreview: z
      .strictObject({
        url: webUrl().meta({
          description: 'The link, exactly as in the text',
          example: 'https://example.com',
        }),
        title: filledText(300).meta({ description: 'Title of the page', example: 'Example' }),
        description: emptyOrFilledText(1000)
          .optional()
          .meta({ description: 'Description of the page', example: 'An example page' }),
      })
      .optional()
      .meta({
        description: 'Preview of a link in the text',
        example: { url: 'https://example.com', title: 'Example' },
      }),
  }),
  example: { session: 'YoNofiM9vtHy', to: '905551234567', text: 'Hello from Vesper! 🚀' },
  data: acceptedSchema,
  isMetered: true,
  errors: SEND_ERRORS,
  handle: ({ ctx, body: { session, to, usernameKey, quoted, ...content } }) =>
    sendMessage({
      ctx,
      input: { sessionId: session, remoteJid: to, usernameKey, type: 'text', content, about: quoted },
    }),
})
