import { and, eq, inArray, not } from 'drizzle-orm'
import { flowRuns, type Transaction } from '#shared/database/index.ts'
import type { ChatEvent } from '../chatEvent.ts'
import { ofLiveFlow } from '../liveFlow.ts'
import { liveRuns } from '../liveRun.ts'
import type { RunRow } from '../row.ts'

/**
 * Reads the conversation of a chat, and holds it until the transaction ends. A conversation that began under the chat's LID goes on under
 * its number.
 * @param known the conversation as it was read before
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

/** Deletes a live conversation of a deleted flow before the sweeper does: a chat has one live conversation at a time. */
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
