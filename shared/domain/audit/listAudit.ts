import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { AUDIT_ACTORS, auditActionSchema } from '#shared/contracts/audit.ts'
import { auditLog } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage } from '#shared/pagination.ts'
import type { Context } from '../context.ts'

const EXAMPLE = {
  id: 'aud_4fG7hJ2kL9mNpQrSt5vW',
  at: '2026-06-24T10:30:00.000Z',
  appId: 'app_4fG7hJ2kL9mNpQrSt5vW',
  actor: { type: 'key', id: 'key_4fG7hJ2kL9mNpQrSt5vW' },
  action: 'person.erase',
  target: 'prq_4fG7hJ2kL9mNpQrSt5vW',
} as const

/** An entry of the audit log as operators see it. */
export const auditEntrySchema = z
  .object({
    id: z.string().meta({ description: 'ID of the entry', example: EXAMPLE.id }),
    at: z.iso.datetime().meta({ description: 'Time of the action', example: EXAMPLE.at }),
    appId: z.string().meta({ description: 'App of the object', example: EXAMPLE.appId }),
    actor: z
      .object({
        type: z.enum(AUDIT_ACTORS).meta({
          description: '`key`: a caller with an API key. `gateway`: the gateway itself',
          example: 'key',
        }),
        id: z
          .string()
          .nullable()
          .meta({ description: 'ID of the API key; null for the gateway', example: EXAMPLE.actor.id }),
      })
      .meta({ description: 'The origin of the action', example: EXAMPLE.actor }),
    action: auditActionSchema,
    target: z.string().meta({ description: 'ID of the object', example: EXAMPLE.target }),
  })
  .meta({ id: 'AuditEntry', description: 'An entry of the audit log', example: EXAMPLE })
export type AuditEntry = z.infer<typeof auditEntrySchema>

const sortKey = z.tuple([z.iso.datetime(), z.int()])

/** Lists the audit log, newest first: of all apps, or of one app. */
export async function listAudit({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { appId?: string | undefined; limit: number; cursor?: string | undefined }
}): Promise<Page<AuditEntry>> {
  const after = decodeCursor(input.cursor, sortKey)
  const { at, seq, appId } = auditLog
  const rows = await ctx.db
    .select()
    .from(auditLog)
    .where(
      and(
        input.appId === undefined ? undefined : eq(appId, input.appId),
        after && sql`(${at}, ${seq}) < (${after[0]}::timestamptz, ${after[1]}::bigint)`,
      ),
    )
    .orderBy(desc(at), desc(seq))
    .limit(input.limit + 1)
  return toPage(
    rows,
    input.limit,
    (row) => [row.at.toISOString(), row.seq],
    (row) => ({
      id: row.id,
      at: row.at.toISOString(),
      appId: row.appId,
      actor: { type: row.actor, id: row.actorId },
      action: row.action,
      target: row.target,
    }),
  )
}
