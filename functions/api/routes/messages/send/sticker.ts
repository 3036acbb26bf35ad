import { sendMedia } from '#shared/domain/messages/index.ts'
import { defineRoute } from '../../../route.ts'
import { acceptedSchema, FILE_ERRORS, fileBody, toMedia } from './shared.ts'

export const sendStickerRoute = defineRoute({
  id: 'messages.sendSticker',
  method: 'post',
  path: '/messages/send/sticker',
  scope: 'send',
  reach: ({ body }) => body.session,
  tag: 'Messages',
  summary: 'Send a sticker',
  description:
    'WebP, PNG, JPEG or GIF, up to 1 MB. The gateway converts the picture to 512 x 512 WebP. An animated picture stays animated if ' +
    'the result is small enough. The message counts towards the monthly quota.',
  body: fileBody({}),
  example: { session: 'YoNofiM9vtHy', to: '905551234567', url: 'https://example.com/sticker.webp' },
  data: acceptedSchema,
  isMetered: true,
  errors: FILE_ERRORS,
  handle: ({ ctx, body }) => sendMedia({ ctx, input: { ...toMedia(body), type: 'sticker' } }),
})
