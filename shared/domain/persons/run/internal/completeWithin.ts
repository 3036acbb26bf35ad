import { eq } from 'drizzle-orm'
import { personRequests, type Transaction } from '#shared/database/index.ts'
import { recordAuditWithin } from '../../../audit/index.ts'
import type { PersonRequestRow } from '../../view.ts'

const DAY_MS = 24 * 3_600_000
/** Retention of a completed request: an export with its files, and the fact of an erasure. */
const KEEP_MS = { export: 7 * DAY_MS, erasure: 30 * DAY_MS } as const

/**
 * Completes a request, and records the completion in the audit log. A completed erasure forgets the person. An export keeps the
 * person until it expires, so that an erasure of the person finds the export.
 */
export async function completeWithin(
  tx: Transaction,
  { id, appId, kind, person }: PersonRequestRow,
  now: Date,
): Promise<void> {
  await tx
    .update(personRequests)
    .set({
      status: 'completed',
      person: kind === 'export' ? person : null,
      jids: [],
      completedAt: now,
      expiresAt: new Date(now.getTime() + KEEP_MS[kind]),
    })
    .where(eq(personRequests.id, id))
  await recordAuditWithin(tx, {
    appId,
    at: now,
    actor: 'gateway',
    action: kind === 'export' ? 'person.exported' : 'person.erased',
    target: id,
  })
}
