import { z } from 'zod'
import { sendMedia } from '#shared/domain/messages/index.ts'
import { defineRoute } from '../../../route.ts'
import { acceptedSchema, FILE_ERRORS, fileBody, toMedia } from './shared.ts'

export const sendAudioRoute = defineRoute({
  id: 'messages.sendAudio',
  method: 'post',
  path: '/messages/send/audio',
  scope: 'send',
  reach: ({ body }) => body.session,
  tag: 'Messages',
  summary: 'Send audio or a voice note',
  description:
    'Up to 16 MB: OGG, MP3, M4A, AAC, AMR, WAV or WebM. With `ptt`, the gateway converts the file to the format of voice notes. The ' +
    'message counts towards the monthly quota.',
  body: fileBody({
    ptt: z
      .boolean()
      .optional()
      .meta({ description: 'True to send the audio as a voice note', example: true }),
  }),
  example: { session: 'YoNofiM9vtHy', to: '905551234567', url: 'https://example.com/voice.ogg', ptt: true },
  data: acceptedSchema,
  isMetered: true,
  errors: FILE_ERRORS,
  handle: ({ ctx, body }) => sendMedia({ ctx, input: { ...toMedia(body), type: 'audio' } }),
})
