import { eq, sql } from 'drizzle-orm'
import { arrayParam, personRequests, type Transaction } from '#shared/database/index.ts'
import { runBatch } from '../../batches/index.ts'
import type { Person } from '../person.ts'
import { PREPARED, SECTIONS } from '../sections/index.ts'
import type { PersonRequestRow } from '../view.ts'
import type { ActiveRequest, RunContext, Taken } from './active.ts'
import { completeWithin } from './internal/completeWithin.ts'
import { advanceWithin, locateWithin } from './internal/locateWithin.ts'
import { resolveWithin } from './internal/resolveWithin.ts'

/**
 * Time between the preparations and the walk over messages, in ms. Each transaction from before the
 * request, or of a campaign from before the preparations, has then ended: no statement takes longer than 6 s.
 */
const SETTLE_MS = 10_000

/**
 * Erases a person. Each batch commits with its place, so that a killed run loses nothing and repeats nothing. The row of the request
 * is locked during a batch, so that two runs do not take the same batch.
 */
export function activeErasure(ctx: RunContext, id: string): ActiveRequest {
  return {
    take: (rows) => runBatch({ ctx, input: { batch: (tx) => take(tx, ctx, id, rows) } }),
    close: async () => undefined,
  }
}

async function take(tx: Transaction, ctx: RunContext, id: string, most: number): Promise<Taken> {
  const [row] = await tx.select().from(personRequests).where(eq(personRequests.id, id)).for('update')
  if (row?.status !== 'running') return { looked: 0, is: 'complete' }
  const now = ctx.now()
  const person = await resolveWithin(tx, row)
  if (row.place.section >= PREPARED && !isSettled(row, now)) {
    if (!row.preparedAt) await save(tx, id, { preparedAt: now })
    return { looked: 0, is: 'blocked' }
  }
  const located = await locateWithin(tx, SECTIONS.erasure, row.appId, row.place)
  if (!located) return await finish(tx, row, person, now)
  const walk = {
    ctx,
    requestId: id,
    appId: row.appId,
    sessionId: located.place.session ?? '',
    person,
    before: row.createdAt,
    campaignsBefore: row.preparedAt ?? now,
  }
  const batch = await located.section.read(tx, walk, located.place.after, most)
  await batch.erase()
  const place = await advanceWithin(tx, row.appId, located, batch, most)
  await save(tx, id, { place, records: row.records + batch.found })
  return { looked: batch.looked, is: 'unfinished' }
}

function isSettled({ createdAt, preparedAt }: PersonRequestRow, now: Date): boolean {
  if (!preparedAt) return false
  return now.getTime() >= Math.max(createdAt.getTime(), preparedAt.getTime()) + SETTLE_MS
}

async function save(
  tx: Transaction,
  id: string,
  change: Partial<typeof personRequests.$inferInsert>,
): Promise<void> {
  await tx.update(personRequests).set(change).where(eq(personRequests.id, id))
}

/** Completes the erasure once the store has removed the files of messages and of exports. */
async function finish(tx: Transaction, row: PersonRequestRow, person: Person, now: Date): Promise<Taken> {
  const exportsOfApp = `apps/${row.appId}/exports/`
  const { rows } = await tx.execute<{ isWaiting: boolean }>(sql`
    select exists (select 1 from erased_files where request_id = ${row.id})
      or exists (select 1 from erased_files where key >= ${exportsOfApp} and key < ${`${exportsOfApp}~`})
      or exists (select 1 from person_requests where app_id = ${row.appId} and kind = 'export'
        and person = any(${arrayParam(person.jids)}::text[]) and created_at <= ${row.createdAt.toISOString()}::timestamptz)
      as "isWaiting"`)
  if (rows[0]?.isWaiting) return { looked: 0, is: 'blocked' }
  await completeWithin(tx, row, now)
  return { looked: 0, is: 'complete' }
}
