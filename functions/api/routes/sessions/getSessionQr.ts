import { z } from 'zod'
import { SESSION_STATUSES } from '#shared/contracts/sessions.ts'
import { getSessionQr, sessionSchema } from '#shared/domain/sessions/index.ts'
import { NoQrCode } from '#shared/errors/index.ts'
import { qrDataUrl, qrPng } from '#shared/qr.ts'
import { defineRoute } from '../../route.ts'
import { sessionParam } from '../shared.ts'

export const getSessionQrRoute = defineRoute({
  id: 'sessions.getQr',
  method: 'get',
  path: '/sessions/{id}/qr',
  tag: 'Sessions',
  summary: 'Get the QR code as a base64 image for pairing',
  description:
    'Poll it every 3-5 seconds, because each code is valid for 20-60 seconds. `qr` is null once the session is connected, and ' +
    'while there is no code to scan. With `Accept: image/png`, the answer is the picture. If nobody scanned the earlier codes, or ' +
    'no phone was ever linked, a poll starts a new pairing. `hint` says what the user must do.',
  params: sessionParam,
  query: z.strictObject({
    restart: z
      .enum(['true', 'false'])
      .default('false')
      .transform((written) => written === 'true')
      .meta({ description: 'Also start a new pairing after a logout', example: 'false' }),
  }),
  data: z.object({
    status: z.enum(SESSION_STATUSES),
    qr: z.string().nullable().meta({ description: 'A data URL', example: 'data:image/png;base64,iVBORw0…' }),
    expiresAt: z.iso.datetime().nullable(),
    ...sessionSchema.pick({ reason: true, hint: true }).shape,
  }),
  errors: ['NOT_FOUND'],
  handle: async ({ ctx, params, query, c }) => {
    const { status, qr, expiresAt, reason, hint } = await getSessionQr({
      ctx,
      input: { ...params, ...query },
    })
    c.header('cache-control', 'no-store')
    if (!c.req.header('accept')?.includes('image/png')) {
      return {
        status,
        qr: qr && (await qrDataUrl(qr)),
        expiresAt: expiresAt?.toISOString() ?? null,
        ...(reason && { reason }),
        ...(hint !== null && { hint }),
      }
    }
    if (!qr) throw new NoQrCode({ sessionId: params.id, status, hint })
    return c.body(new Uint8Array(await qrPng(qr)), 200, { 'content-type': 'image/png' })
  },
})
