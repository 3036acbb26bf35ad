import { z } from 'zod'
import { sendMessage } from '#shared/domain/messages/index.ts'
import { defineRoute } from '../../../route.ts'
import { acceptedSchema, SEND_ERRORS, sendFields } from './shared.ts'

export const sendPollRoute = defineRoute({
  id: 'messages.sendPoll',
  method: 'post',
  path: '/messages/send/poll',
  tag: 'Messages',
  summary: 'Send a poll',
  body: sendFields.extend({
    name: z.string().min(1).max(255).meta({ description: 'The question', example: 'Which day suits you?' }),
    options: z
      .array(z.string().min(1).max(100))
      .min(2)
      .max(12)
      .refine((options) => new Set(options).size === options.length, {
        message: 'Each option must differ from the others',
      })
      .meta({ example: ['Monday', 'Tuesday'] }),
    selectable: z
      .number()
      .int()
      .min(0)
      .max(12)
      .default(1)
      .meta({ description: 'Number of options that a voter may select; 0: any number', example: 1 }),
  }),
  data: acceptedSchema,
  isMetered: true,
  errors: SEND_ERRORS,
  handle: ({ ctx, body: { session, to, quoted, ...poll } }) =>
    sendMessage({
      ctx,
      input: { sessionId: session, remoteJid: to, type: 'poll', content: { poll }, about: quoted },
    }),
})
