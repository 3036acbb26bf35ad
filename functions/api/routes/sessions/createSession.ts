import { z } from 'zod'
import { createSession, sessionSchema } from '#shared/domain/sessions/index.ts'
import { defineRoute } from '../../route.ts'
import { settings } from './settings.ts'

export const createSessionRoute = defineRoute({
  id: 'sessions.create',
  method: 'post',
  path: '/sessions',
  scope: 'manage',
  reach: 'app',
  tag: 'Sessions',
  summary: 'Create a new WhatsApp session',
  description:
    'Pairing begins immediately: get the QR code from `GET /sessions/{id}/qr` and scan the code with your phone. The plan limits the ' +
    'number of sessions.',
  body: z.strictObject({
    name: settings.name,
    syncHistory: z.boolean().default(false).meta({
      description: "True to import the phone's earlier chats when the phone is linked",
      example: true,
    }),
    receiveStatus: settings.receiveStatus.default(false),
  }),
  example: { name: 'store-whatsapp' },
  status: 201,
  data: sessionSchema,
  errors: ['CONFLICT', 'LIMIT_EXCEEDED'],
  handle: ({ ctx, body }) => createSession({ ctx, input: body }),
})
