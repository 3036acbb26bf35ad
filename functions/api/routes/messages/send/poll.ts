import { z } from 'zod'
import { sendMessage } from '#shared/domain/messages/index.ts'
import { filledText, uniqueTexts } from '#shared/input/index.ts'
import { defineRoute } from '../../../route.ts'
import { acceptedSchema, SEND_ERRORS, sendFields } from './shared.ts'

export const sendPollRoute = defineRoute({
  id: 'messages.sendPoll',
  method: 'post',
  path: '/messages/send/poll',
  scope: 'send',
  reach: ({ body }) => body.session,
  tag: 'Messages',
  summary: 'Send a poll',
  description:
    'Sends a question with 2 to 12 different options. The message counts towards the monthly quota.',
  body: sendFields.extend({
    name: filledText(255).meta({ description: 'The question', example: 'Which day suits you?' }),
    options: uniqueTexts(
      z.array(filledText(100)).min(2).max(12),
      'Each option must differ from the others',
    ).meta({ description: 'The options, which differ from each other', example: ['Monday', 'Tuesday'] }),
    selectable: z
      .number()
      .int()
      .min(0)
      .max(12)
      .default(1)
      .meta({ description: 'Number of options that a voter may select; 0: any number', example: 1 }),
  }),
  example: {
    session: 'YoNofiM9vtHy',
    to: '905551234567',
    name: 'Which day suits you?',
    options: ['Monday', 'Tuesday'],
  },
  data: acceptedSchema,
  isMetered: true,
  errors: SEND_ERRORS,
  handle: ({ ctx, body: { session, to, usernameKey, quoted, ...poll } }) =>
    sendMessage({
      ctx,
      input: {
        sessionId: session,
        remoteJid: to,
        usernameKey,
        type: 'poll',
        content: { text: poll.name, poll },
        about: quoted,
      },
    }),
})
