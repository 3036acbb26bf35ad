import { z } from 'zod'
import { restrictionSchema } from '#shared/contracts/restrictions.ts'
import { remedyFor } from '#shared/contracts/sessionRemedies.ts'
import { DISCONNECT_REASONS, SESSION_STATUSES } from '#shared/contracts/sessions.ts'
import type { sessions } from '#shared/database/index.ts'

/** A session as its users see it in the API. */
export const sessionSchema = z.object({
  id: z.string().meta({ example: 'YoNofiM9vtHy' }),
  name: z.string().meta({ example: 'store-whatsapp' }),
  status: z.enum(SESSION_STATUSES),
  phone: z.string().nullable().meta({ description: 'Linked number, in digits', example: '905559876543' }),
  pushName: z
    .string()
    .nullable()
    .meta({ description: 'Display name of the account', example: 'My Business' }),
  reason: z
    .enum(DISCONNECT_REASONS)
    .optional()
    .meta({ description: 'Reason if the session is not connected', example: 'logged_out' }),
  hint: z.string().optional().meta({
    description: 'Instruction for the user if the session does not connect by itself',
    example:
      'The link to the phone was removed. Start a new pairing with GET /sessions/YoNofiM9vtHy/qr?restart=true, and scan the QR code.',
  }),
  restrictions: z
    .array(restrictionSchema)
    .optional()
    .meta({ description: 'Current restrictions that WhatsApp sets on the account' }),
  connectedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type SessionView = z.infer<typeof sessionSchema>

export type SessionRow = typeof sessions.$inferSelect

export function toSessionView(row: SessionRow): SessionView {
  const hint = row.status === 'disconnected' ? remedyFor(row) : null
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    phone: row.phone,
    pushName: row.pushName,
    ...(row.reason && { reason: row.reason }),
    ...(hint !== null && { hint }),
    ...(row.restrictions.length > 0 && { restrictions: row.restrictions }),
    connectedAt: row.connectedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
