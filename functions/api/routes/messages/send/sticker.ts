import { sendMedia } from '#shared/domain/messages/index.ts'
import { defineRoute } from '../../../route.ts'
import { acceptedSchema, FILE_ERRORS, fileBody, toMedia } from './shared.ts'

export const sendStickerRoute = defineRoute({
  method: 'post',
  path: '/messages/send/sticker',
  tag: 'Messages',
  summary: 'Send a sticker',
  description: 'Any picture; it is fitted to 512 x 512 WebP. One that moves stays so, where it fits.',
  body: fileBody({}),
  data: acceptedSchema,
  isMetered: true,
  errors: FILE_ERRORS,
  handle: ({ ctx, body }) => sendMedia({ ctx, input: { ...toMedia(body), type: 'sticker' } }),
})
