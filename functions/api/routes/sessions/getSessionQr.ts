import { z } from 'zod'
import { sessionStatusSchema } from '#shared/contracts/sessions.ts'
import { getSessionQr, sessionSchema } from '#shared/domain/sessions/index.ts'
import { NoQrCode } from '#shared/errors/index.ts'
import { qrDataUrl, qrPng } from '#shared/qr.ts'
import { isPreferred, PNG } from '../../mediaType.ts'
import { defineRoute } from '../../route.ts'
import { sessionParam } from '../shared.ts'

export const getSessionQrRoute = defineRoute({
  id: 'sessions.getQr',
  method: 'get',
  path: '/sessions/{id}/qr',
  scope: 'manage',
  reach: ({ params }) => params.id,
  tag: 'Sessions',
  summary: 'Get the QR code as a base64 image for pairing',
  description:
    'Poll this endpoint every 3-5 seconds, because each code is valid for 20-60 seconds. `qr` is null once the session is connected, ' +
    'and while there is no code to scan. If `Accept` prefers `image/png` to JSON, the answer is the picture, or 404 without a code. If nobody ' +
    'scanned the earlier codes, or no phone was ever linked, a poll starts a new pairing. `hint` says what the user must do.',
  params: sessionParam,
  query: z.strictObject({
    restart: z
      .boolean()
      .default(false)
      .meta({ description: 'True to start a new pairing after a logout too', example: false }),
  }),
  data: z
    .object({
      status: sessionStatusSchema,
      qr: z.string().nullable().meta({
        description: 'The QR code as the data URL of a PNG; null if there is no code to scan',
        example: 'data:image/png;base64,iVBORw0KGgo=',
      }),
      expiresAt: z.iso.datetime().nullable().meta({
        description: 'Time at which WhatsApp stops accepting the code; null if there is no code',
        example: '2026-06-24T10:28:20.000Z',
      }),
      ...sessionSchema.pick({ reason: true, hint: true }).shape,
    })
    .meta({
      id: 'SessionQr',
      description: 'The QR code of a session that waits for its pairing',
      example: {
        status: 'connecting',
        qr: 'data:image/png;base64,iVBORw0KGgo=',
        expiresAt: '2026-06-24T10:28:20.000Z',
      },
    }),
  produces: {
    'image/png': {
      description: 'With `Accept: image/png`, the picture of the QR code',
      schema: { type: 'string', format: 'binary' },
    },
  },
  errors: ['NOT_FOUND'],
  isSecret: true,
  handle: async ({ ctx, params, query, c }) => {
    const { status, qr, expiresAt, reason, hint } = await getSessionQr({
      ctx,
      input: { ...params, ...query },
    })
    if (!isPreferred(c, PNG)) {
      return {
        status,
        qr: qr && (await qrDataUrl(qr)),
        expiresAt: expiresAt?.toISOString() ?? null,
        ...(reason && { reason }),
        ...(hint !== null && { hint }),
      }
    }
    if (!qr) throw new NoQrCode({ sessionId: params.id, status, hint })
    return c.body(new Uint8Array(await qrPng(qr)), 200, { 'content-type': PNG })
  },
})
