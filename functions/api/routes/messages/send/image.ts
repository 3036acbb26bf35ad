import { sendMedia } from '#shared/domain/messages/index.ts'
import { defineRoute } from '../../../route.ts'
import { acceptedSchema, captionField, FILE_ERRORS, fileBody, toMedia } from './shared.ts'

export const sendImageRoute = defineRoute({
  id: 'messages.sendImage',
  method: 'post',
  path: '/messages/send/image',
  scope: 'send',
  reach: ({ body }) => body.session,
  tag: 'Messages',
  summary: 'Send an image (URL or base64)',
  description: 'JPEG, PNG, WebP or GIF, up to 16 MB. The message counts towards the monthly quota.',
  body: fileBody(captionField),
  example: {
    session: 'YoNofiM9vtHy',
    to: '905551234567',
    url: 'https://example.com/photo.jpg',
    caption: 'Check this out!',
  },
  data: acceptedSchema,
  isMetered: true,
  errors: FILE_ERRORS,
  handle: ({ ctx, body }) => sendMedia({ ctx, input: { ...toMedia(body), type: 'image' } }),
})
