import { and, eq } from 'drizzle-orm'
import { flowRunEntries, flowRuns, type Transaction } from '#shared/database/index.ts'
import { newId } from '#shared/ids.ts'
import { type Advanced, isLive } from '../../engine/index.ts'
import { fromEntry, fromRun, type RunRow } from '../row.ts'

/** Of a run that begins. */
export type NewRun = Pick<RunRow, 'appId' | 'flowId' | 'versionId' | 'sessionId' | 'chat'>

/** Writes a run that begins, with what happened so far; answers its id. */
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
 * Writes what became of a run that the transaction holds. A call whose answer nobody waits for any more is not made.
 * @param eventId what it came of, where that may come twice
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
          // What a conversation that failed would still have said is not said.
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
