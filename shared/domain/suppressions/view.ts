import { z } from 'zod'
import { SUPPRESSION_SOURCES } from '#shared/contracts/suppressions.ts'
import type { broadcastSuppressions } from '#shared/database/index.ts'

export type SuppressionRow = typeof broadcastSuppressions.$inferSelect

const EXAMPLE = {
  phone: '905551234567',
  source: 'reply',
  reason: null,
  session: 'YoNofiM9vtHy',
  messageId: '3EB0C4D1A9E27F53',
  createdAt: '2026-06-24T10:30:00.000Z',
} as const

/** Suppression as the API shows it. */
export const suppressionSchema = z
  .object({
    phone: z.string().meta({
      description: 'International number in digits, or the JID of a LID whose number is unknown',
      example: EXAMPLE.phone,
    }),
    source: z.enum(SUPPRESSION_SOURCES).meta({
      description:
        '`reply`: the person answered a campaign with a stop word. `api`: a request added the number',
      example: EXAMPLE.source,
    }),
    reason: z
      .string()
      .nullable()
      .meta({ description: 'The reason of the request; null without a reason', example: 'Asked by phone' }),
    session: z.string().nullable().meta({
      description: 'Session that received the stop word; null for the source `api`',
      example: EXAMPLE.session,
    }),
    messageId: z.string().nullable().meta({
      description: 'Message with the stop word; null for the source `api`',
      example: EXAMPLE.messageId,
    }),
    createdAt: z.iso
      .datetime()
      .meta({ description: 'Time at which the person came onto the list', example: EXAMPLE.createdAt }),
  })
  .meta({ id: 'Suppression', description: 'A person who gets no campaign', example: EXAMPLE })
export type SuppressionView = z.infer<typeof suppressionSchema>

export function toSuppressionView(row: SuppressionRow): SuppressionView {
  return {
    phone: row.phone,
    source: row.source,
    reason: row.reason,
    session: row.sessionId,
    messageId: row.messageId,
    createdAt: row.createdAt.toISOString(),
  }
}
