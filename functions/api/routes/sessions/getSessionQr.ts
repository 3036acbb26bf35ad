import { z } from 'zod'
import { SESSION_STATUSES } from '#shared/contracts/sessions.ts'
import { getSessionQr } from '#shared/domain/sessions/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import { qrDataUrl, qrPng } from '#shared/qr.ts'
import { isPreferred, PNG } from '../../mediaType.ts'
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
    'while there is no code to scan. If `Accept` prefers `image/png` to JSON, the answer is the picture.',
  params: sessionParam,
  data: z.object({
    status: z.enum(SESSION_STATUSES),
    qr: z.string().nullable().meta({ description: 'A data URL', example: 'data:image/png;base64,iVBORw0…' }),
    expiresAt: z.iso.datetime().nullable(),
  }),
  errors: ['NOT_FOUND'],
  handle: async ({ ctx, params, c }) => {
    const { status, qr, expiresAt } = await getSessionQr({ ctx, input: params })
    c.header('cache-control', 'no-store')
    if (!isPreferred(c, PNG)) {
      return {
        status,
        qr: qr && (await qrDataUrl(qr)),
        expiresAt: expiresAt?.toISOString() ?? null,
      }
    }
    if (!qr) throw new NotFound({ what: 'QR code', id: `of session ${params.id} (${status})` })
    return c.body(new Uint8Array(await qrPng(qr)), 200, { 'content-type': PNG })
  },
})
