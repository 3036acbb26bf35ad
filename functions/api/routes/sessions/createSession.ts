import { z } from 'zod'
import { createSession, sessionSchema } from '#shared/domain/sessions/index.ts'
import { defineRoute } from '../../route.ts'

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
      .trim()
      .min(1)
      .max(64)
      .regex(/^\P{Cc}*$/u, 'Must have no control characters')
      .meta({
        description: 'Unique session name (1-64 characters, no control characters)',
        example: 'store-whatsapp',
        // zod-to-openapi leaves the flags of the regular expression in its pattern, and Python knows no \P{Cc}.
        pattern: '^[^\\u0000-\\u001F\\u007F-\\u009F]*$',
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
