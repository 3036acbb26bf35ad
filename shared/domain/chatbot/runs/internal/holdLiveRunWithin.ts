import { and, eq, inArray, not } from 'drizzle-orm'
import { flowRuns, type Transaction } from '#shared/database/index.ts'
import type { ChatEvent } from '../chatEvent.ts'
import { ofLiveFlow } from '../liveFlow.ts'
import { liveRuns } from '../liveRun.ts'
import type { RunRow } from '../row.ts'

/**
 * Reads the live run of a chat, and locks the run until the transaction ends. A run that started under the LID of the
 * chat continues under the phone number.
 * @param known the run from the earlier read; no other run moves to the phone number
 */
export async function holdLiveRunWithin(
  tx: Transaction,
  event: ChatEvent,
  known: RunRow | undefined,
): Promise<RunRow | undefined> {
  const { chat } = event
  const [row] = await liveRuns(tx, event).for('update', { of: flowRuns })
  if (!row || row.chat === chat || row.id !== known?.id) return row
  await tx.update(flowRuns).set({ chat }).where(eq(flowRuns.id, row.id))
  return { ...row, chat }
}

/**
 * Deletes the live run of a deleted flow before the sweeper deletes the run. The chat can then have a new run, because
 * a chat has only one live run.
 */
export async function dropEndedWithin(tx: Transaction, { sessionId, chat }: ChatEvent): Promise<void> {
  await tx
    .delete(flowRuns)
    .where(
      and(
        eq(flowRuns.sessionId, sessionId),
        eq(flowRuns.chat, chat),
        inArray(flowRuns.status, ['active', 'paused']),
        not(ofLiveFlow),
      ),
    )
}
