import { z } from 'zod'
import { createSession, sessionSchema } from '#shared/domain/sessions/index.ts'
import { WHITE_SPACE } from '#shared/input/index.ts'
import { defineRoute } from '../../route.ts'

/** Characters without control characters, one of which is not white space. Python knows no \P{Cc}. */
const CONTROL = '\\u0000-\\u001F\\u007F-\\u009F'
const SESSION_NAME = new RegExp(`^[^${CONTROL}]*[^${CONTROL}${WHITE_SPACE}][^${CONTROL}]*$`)

export const createSessionRoute = defineRoute({
  id: 'sessions.create',
  method: 'post',
  path: '/sessions',
  tag: 'Sessions',
  summary: 'Create a new WhatsApp session',
  description:
    'Pairing begins immediately: get the QR code from `GET /sessions/{id}/qr` and scan the code with your phone. The plan limits the ' +
    'number of sessions.',
  body: z.strictObject({
    name: z
      .string()
      .max(64, { abort: true })
      .regex(SESSION_NAME, 'Give a name without control characters. White space alone is no name')
      .trim()
      .meta({
        description:
          'Unique session name (1-64 characters, no control characters). Case and forms such as full width make no other name',
        example: 'store-whatsapp',
      }),
    syncHistory: z.boolean().default(false).meta({
      description: "True to import the phone's earlier chats when the phone is linked",
      example: true,
    }),
  }),
  example: { name: 'store-whatsapp' },
  status: 201,
  data: sessionSchema,
  errors: ['CONFLICT', 'LIMIT_EXCEEDED'],
  handle: ({ ctx, body }) => createSession({ ctx, input: body }),
})
