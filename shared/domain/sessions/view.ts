import { z } from 'zod'
import { restrictionSchema } from '#shared/contracts/restrictions.ts'
import { remedyFor } from '#shared/contracts/sessionRemedies.ts'
import {
  banCauseSchema,
  type SessionReason,
  sessionReasonSchema,
  sessionStatusSchema,
} from '#shared/contracts/sessions.ts'
import type { sessions } from '#shared/database/index.ts'

/** A connected session, for the reference. */
export const SESSION_EXAMPLE = {
  id: 'YoNofiM9vtHy',
  name: 'store-whatsapp',
  status: 'connected',
  phone: '905559876543',
  pushName: 'My Business',
  connectedAt: '2026-06-24T10:30:00.000Z',
  createdAt: '2026-06-24T10:28:00.000Z',
  updatedAt: '2026-06-24T10:30:00.000Z',
  lid: '118734550921347@lid',
  appId: 'app_4fG7hJ2kL9mNpQrSt5vW',
}

/** A session as its users see it in the API. */
export const sessionSchema = z
  .object({
    id: z.string().meta({ description: 'Session ID', example: 'YoNofiM9vtHy' }),
    name: z.string().meta({ description: 'Unique name of the session', example: 'store-whatsapp' }),
    status: sessionStatusSchema,
    phone: z.string().nullable().meta({
      description: 'Number of the linked account, in digits; null if no phone is linked',
      example: '905559876543',
    }),
    pushName: z.string().nullable().meta({
      description: 'Display name of the linked account; null if it is unknown',
      example: 'My Business',
    }),
    reason: sessionReasonSchema.optional(),
    bannedUntil: z.iso.datetime().optional().meta({
      description: 'End of a temporary ban. The session connects again by itself afterwards',
      example: '2026-06-25T10:30:00.000Z',
    }),
    banCause: banCauseSchema.optional(),
    retryAt: z.iso.datetime().optional().meta({
      description: 'Time at which the gateway connects a `disconnected` session again by itself',
      example: '2026-06-25T10:30:02.000Z',
    }),
    connectedAt: z.iso.datetime().nullable().meta({
      description: 'Start of the current or the last connection; null if there was none',
      example: '2026-06-24T10:30:00.000Z',
    }),
    createdAt: z.iso
      .datetime()
      .meta({ description: 'Time of the creation', example: '2026-06-24T10:28:00.000Z' }),
    updatedAt: z.iso
      .datetime()
      .meta({ description: 'Time of the last change', example: '2026-06-24T10:30:00.000Z' }),
    hint: z.string().optional().meta({
      description: 'Instruction for the user if the session does not connect by itself',
      example:
        'The link to the phone was removed. Start a new pairing with GET /sessions/YoNofiM9vtHy/qr?restart=true, and scan the QR code.',
    }),
    restrictions: z
      .array(restrictionSchema)
      .optional()
      .meta({
        description: 'Current restrictions that WhatsApp sets on the account',
        example: [{ type: 'reachout_timelock', until: '2026-06-25T10:30:00.000Z' }],
      }),
    lid: z.string().nullable().meta({
      description: 'LID of the linked account; null if it is unknown',
      example: SESSION_EXAMPLE.lid,
    }),
    receiveStatus: z.boolean().optional().meta({
      description: "True if the session stores the status posts of the account's contacts; otherwise absent",
      example: true,
    }),
    appId: z
      .string()
      .meta({ description: 'ID of the app that owns the session', example: SESSION_EXAMPLE.appId }),
  })
  .meta({
    id: 'Session',
    description: 'A link to one WhatsApp account',
    example: SESSION_EXAMPLE,
  })
export type SessionView = z.infer<typeof sessionSchema>

export type SessionRow = typeof sessions.$inferSelect
/** A session with the status and the reason for its users. */
export type ReportedSession = Omit<SessionRow, 'reason'> & { reason: SessionReason | null }

export function toSessionView(row: ReportedSession): SessionView {
  const hint = row.status === 'disconnected' || row.reason === 'connector_starting' ? remedyFor(row) : null
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    phone: row.phone,
    pushName: row.pushName,
    ...(row.reason && { reason: row.reason }),
    ...(row.bannedUntil && { bannedUntil: row.bannedUntil.toISOString() }),
    ...(row.banCause && { banCause: row.banCause }),
    ...(row.retryAt && { retryAt: row.retryAt.toISOString() }),
    connectedAt: row.connectedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    ...(hint !== null && { hint }),
    ...(row.restrictions.length > 0 && { restrictions: row.restrictions }),
    lid: row.lid,
    ...(row.receiveStatus && { receiveStatus: true }),
    appId: row.appId,
  }
}
