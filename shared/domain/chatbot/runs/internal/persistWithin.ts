import { and, eq } from 'drizzle-orm'
import { flowRunEntries, flowRuns, type Transaction } from '#shared/database/index.ts'
import { newId } from '#shared/ids.ts'
import { type Advanced, isLive } from '../../engine/index.ts'
import { fromEntry, fromRun, type RunRow } from '../row.ts'

/** Columns of a run that starts. */
export type NewRun = Pick<RunRow, 'appId' | 'flowId' | 'versionId' | 'sessionId' | 'chat'>

/** Writes a run that starts, with its entries. Returns the id of the run. */
export async function insertRunWithin(
  tx: Transaction,
  begun: NewRun,
  { run, entries }: Advanced,
  now: Date,
  eventId: string,
): Promise<string> {
  const id = newId('flowRun')
  const endedAt = isLive(run) ? null : now
  await tx
    .insert(flowRuns)
    .values({ ...begun, ...fromRun(run), id, entries: 0, startedAt: now, updatedAt: now, endedAt })
  await write(tx, { id, appId: begun.appId, entries: 0 }, entries, now, eventId)
  return id
}

/**
 * Writes the new state of a run that the transaction has locked. Cancels a pending call whose answer the run no
 * longer awaits.
 * @param eventId the event that moved the run, if the event may come twice
 */
export async function updateRunWithin(
  tx: Transaction,
  row: RunRow,
  { run, entries }: Advanced,
  now: Date,
  eventId: string | null = null,
): Promise<void> {
  const endedAt = isLive(run) ? null : now
  await tx
    .update(flowRuns)
    .set({ ...fromRun(run), updatedAt: now, endedAt })
    .where(eq(flowRuns.id, row.id))
  if (run.turn !== row.turn || !isLive(run))
    await tx
      .update(flowRunEntries)
      .set({ pending: false })
      .where(
        and(
          eq(flowRunEntries.runId, row.id),
          eq(flowRunEntries.pending, true),
          // A failed run sends no pending messages.
          run.status === 'failed' ? undefined : eq(flowRunEntries.kind, 'called'),
        ),
      )
  await write(tx, row, entries, now, eventId)
}

async function write(
  tx: Transaction,
  row: Pick<RunRow, 'id' | 'appId' | 'entries'>,
  entries: Advanced['entries'],
  now: Date,
  eventId: string | null,
): Promise<void> {
  if (entries.length === 0) return
  await tx.insert(flowRunEntries).values(
    entries.map((entry, index) => ({
      ...fromEntry(entry),
      runId: row.id,
      appId: row.appId,
      number: row.entries + index + 1,
      at: now,
      eventId: index === 0 ? eventId : null,
    })),
  )
  await tx
    .update(flowRuns)
    .set({ entries: row.entries + entries.length })
    .where(eq(flowRuns.id, row.id))
}
