import { and, asc, desc, eq, inArray, lt, sql } from 'drizzle-orm'
import { z } from 'zod'
import { flowRunEntries, flowRuns } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage } from '#shared/pagination.ts'
import type { AppContext } from '../../context.ts'
import { RUN_STATUSES } from '../engine/index.ts'
import { loadFlow } from '../flows/index.ts'
import type { EntryRow } from './row.ts'
import { type Conversation, toConversation } from './view.ts'

const sortKey = z.tuple([z.int()])
const LINES = 200

/** Which conversations are listed. */
export const conversationFilter = z.object({
  status: z.enum(RUN_STATUSES).optional(),
  chat: z.string().optional().meta({ description: 'JID of a chat' }),
})

/** A flow's conversations with their transcripts, those that began last first.
 * @throws NotFound */
export async function listRuns({
  ctx,
  input,
}: {
  ctx: AppContext
  input: z.output<typeof conversationFilter> & {
    flowId: string
    limit: number
    cursor?: string | undefined
  }
}): Promise<Page<Conversation>> {
  const { flowId, status, chat, limit, cursor } = input
  await loadFlow(ctx, flowId)
  const after = decodeCursor(cursor, sortKey)
  const rows = await ctx.db
    .select()
    .from(flowRuns)
    .where(
      and(
        eq(flowRuns.appId, ctx.appId),
        eq(flowRuns.flowId, flowId),
        status && eq(flowRuns.status, status),
        chat === undefined ? undefined : eq(flowRuns.chat, chat),
        after && lt(flowRuns.seq, after[0]),
      ),
    )
    .orderBy(desc(flowRuns.seq))
    .limit(limit + 1)
  const lines = await linesOf(
    ctx,
    rows.map(({ id }) => id),
  )
  return toPage(
    rows,
    limit,
    (row) => [row.seq],
    (row) => toConversation(row, lines.get(row.id) ?? []),
  )
}

/** The last lines of each run's transcript, in order. */
export async function linesOf(
  ctx: Pick<AppContext, 'db' | 'appId'>,
  runIds: readonly string[],
): Promise<Map<string, EntryRow[]>> {
  const lines = new Map<string, EntryRow[]>()
  if (runIds.length === 0) return lines
  const rows = await ctx.db
    .select({ entry: flowRunEntries })
    .from(flowRunEntries)
    .innerJoin(flowRuns, eq(flowRuns.id, flowRunEntries.runId))
    .where(
      and(
        eq(flowRunEntries.appId, ctx.appId),
        inArray(flowRunEntries.runId, [...runIds]),
        sql`${flowRunEntries.number} > ${flowRuns.entries} - ${LINES}::int`,
      ),
    )
    .orderBy(asc(flowRunEntries.runId), asc(flowRunEntries.number))
  for (const { entry } of rows) lines.set(entry.runId, [...(lines.get(entry.runId) ?? []), entry])
  return lines
}
