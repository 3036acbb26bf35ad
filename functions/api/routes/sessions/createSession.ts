import { z } from 'zod'
import { createSession, sessionSchema } from '#shared/domain/sessions/index.ts'
import { defineRoute } from '../../route.ts'

export const createSessionRoute = defineRoute({
  id: 'sessions.create',
  method: 'post',
  path: '/sessions',
  tag: 'Sessions',
  summary: 'Create a new WhatsApp session',
  description: 'Pairing begins immediately: fetch the QR code and scan it with your phone.',
  body: z.strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(64)
      .regex(/^\P{Cc}*$/u, 'Must have no control characters')
      .meta({
        description: 'Unique session name (1-64 characters)',
        example: 'store-whatsapp',
        // zod-to-openapi leaves the flags of the regular expression in its pattern, and Python knows no \P{Cc}.
        pattern: '^[^\\u0000-\\u001F\\u007F-\\u009F]*$',
      }),
    syncHistory: z
      .boolean()
      .default(false)
      .meta({ description: "Import the phone's earlier chats when it is linked" }),
  }),
  status: 201,
  data: sessionSchema,
  errors: ['CONFLICT', 'LIMIT_EXCEEDED'],
  handle: ({ ctx, body }) => createSession({ ctx, input: body }),
})
