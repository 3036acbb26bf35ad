import { and, desc, eq, inArray, not, sql } from 'drizzle-orm'
import { flowRuns, lidMappings, type Queryable, type Transaction } from '#shared/database/index.ts'
import type { ChatEvent } from './chatEvent.ts'
import { ofLiveFlow } from './liveFlow.ts'
import type { RunRow } from './row.ts'

/** Reads the live run of a chat, if any. */
export async function readLiveRun(db: Queryable, event: ChatEvent): Promise<RunRow | undefined> {
  const [row] = await liveRuns(db, event)
  return row && { ...row, chat: event.chat }
}

/**
 * Reads the live run of a chat, and locks its row until the transaction ends. A run that began under the chat's LID
 * continues under its number.
 * @param known the run from the earlier read
 */
export async function holdLiveRun(
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

/** Deletes a live run of a deleted flow before the sweeper does, because a chat has at most one live run. */
export async function dropEnded(tx: Transaction, { sessionId, chat }: ChatEvent): Promise<void> {
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

function liveRuns(db: Queryable, { appId, sessionId, chat, lid }: ChatEvent) {
  const names = lid === undefined ? [chat] : [chat, lid]
  const lids = db
    .select({ lid: lidMappings.lid })
    .from(lidMappings)
    .where(and(eq(lidMappings.sessionId, sessionId), eq(lidMappings.phoneJid, chat)))
  return (
    db
      .select()
      .from(flowRuns)
      .where(
        and(
          eq(flowRuns.appId, appId),
          eq(flowRuns.sessionId, sessionId),
          sql`${flowRuns.chat} = any(${sql.param(names)}::text[] || array(${lids}))`,
          inArray(flowRuns.status, ['active', 'paused']),
          ofLiveFlow,
        ),
      )
      // The LID and the number may both have a run. The run of the number is the run of the chat.
      .orderBy(desc(eq(flowRuns.chat, chat)))
      .limit(1)
  )
}
