import { and, eq } from 'drizzle-orm'
import { flowRuns } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { ofLiveFlow } from './liveFlow.ts'
import type { RunRow } from './row.ts'

/**
 * Loads a conversation of a flow of the app.
 * @throws NotFound
 */
export async function loadRun({
  ctx,
  input: { flowId, runId },
}: {
  ctx: Pick<AppContext, 'db' | 'appId'>
  input: { flowId: string; runId: string }
}): Promise<RunRow> {
  const [row] = await ctx.db
    .select()
    .from(flowRuns)
    .where(
      and(eq(flowRuns.id, runId), eq(flowRuns.flowId, flowId), eq(flowRuns.appId, ctx.appId), ofLiveFlow),
    )
  if (!row) throw new NotFound({ what: 'Conversation', id: runId })
  return row
}
