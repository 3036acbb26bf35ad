import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { flowRuns, lidMappings, type Queryable } from '#shared/database/index.ts'
import { jidSpellingsOf } from '#shared/spellings.ts'
import type { ChatEvent } from './chatEvent.ts'
import { ofLiveFlow } from './liveFlow.ts'
import type { RunRow } from './row.ts'

/** Reads the live run of a chat, if any. */
export async function readLiveRun({
  ctx: { db },
  input: event,
}: {
  ctx: { db: Queryable }
  input: ChatEvent
}): Promise<RunRow | undefined> {
  const [row] = await liveRuns(db, event)
  return row && { ...row, chat: event.chat }
}

/** Builds the query for the live run of a chat, under the number in any spelling, or under the LID. */
export function liveRuns(db: Queryable, { appId, sessionId, chat, lid }: ChatEvent) {
  const names = [...jidSpellingsOf(chat), ...(lid === undefined ? [] : [lid])]
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
      // The LID and each spelling of the number may have a run. The run of the number is the run of the chat.
      .orderBy(desc(eq(flowRuns.chat, chat)))
      .limit(1)
  )
}
