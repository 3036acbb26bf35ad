import { z } from 'zod'
import { sendMedia } from '#shared/domain/messages/index.ts'
import { defineRoute } from '../../../route.ts'
import { acceptedSchema, captionField, FILE_ERRORS, fileBody, toMedia } from './shared.ts'

export const sendVideoRoute = defineRoute({
  id: 'messages.sendVideo',
  method: 'post',
  path: '/messages/send/video',
  scope: 'send',
  reach: ({ body }) => body.session,
  tag: 'Messages',
  summary: 'Send a video',
  description: 'MP4, 3GP, MOV or M4V, up to 64 MB. The message counts towards the monthly quota.',
  body: fileBody({
    ...captionField,
    gif: z.boolean().optional().meta({
      description: 'True to play the video automatically and without sound',
      example: true,
    }),
  }),
  example: {
    session: 'YoNofiM9vtHy',
    to: '905551234567',
    url: 'https://example.com/video.mp4',
    caption: 'Opening day',
  },
  data: acceptedSchema,
  isMetered: true,
  errors: FILE_ERRORS,
  handle: ({ ctx, body }) => sendMedia({ ctx, input: { ...toMedia(body), type: 'video' } }),
})
