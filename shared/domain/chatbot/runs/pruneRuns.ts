import { inArray, lt } from 'drizzle-orm'
import { flowRuns } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'

const BATCH = 1_000

/** Deletes runs, with their transcripts, that ended longer ago than messages are kept. Answers how many. */
export async function pruneRuns({ ctx }: { ctx: Pick<Context, 'db' | 'now' | 'settings'> }): Promise<number> {
  const before = new Date(ctx.now().getTime() - ctx.settings.keepMessagesMs)
  const old = ctx.db
    .select({ id: flowRuns.id })
    .from(flowRuns)
    .where(lt(flowRuns.endedAt, before))
    .orderBy(flowRuns.endedAt)
    .limit(BATCH)
  const { rowCount } = await ctx.db.delete(flowRuns).where(inArray(flowRuns.id, old))
  return rowCount ?? 0
}
