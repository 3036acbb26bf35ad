import { and, eq } from 'drizzle-orm'
import { flowRuns } from '#shared/database/index.ts'
import { ConversationIsOver, NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { isLive } from '../engine/index.ts'
import { linesOf } from './listRuns.ts'
import { ofLiveFlow } from './liveFlow.ts'
import { moveRun } from './moveRun.ts'
import { performEffects } from './performEffects.ts'
import { type RunRow, toRun } from './row.ts'
import { type Conversation, toConversation } from './view.ts'

/**
 * What an owner does to a conversation: `pause` silences the bot, `resume` has it go on where it stood, `end` ends it. What is so
 * already stays as it is.
 * @throws NotFound, ConversationIsOver
 */
export async function steerRun({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { flowId: string; runId: string; action: 'pause' | 'resume' | 'end' }
}): Promise<Conversation> {
  const { runId, action } = input
  const { status } = toRun(await loadRun(ctx, input))
  if (!isLive({ status })) throw new ConversationIsOver({ runId, status })
  await moveRun(ctx, runId, () => ({ type: action }))
  await performEffects({ ctx, input: { runId } })
  const lines = await linesOf(ctx, [runId])
  return toConversation(await loadRun(ctx, input), lines.get(runId) ?? [])
}

async function loadRun(
  ctx: AppContext,
  { flowId, runId }: { flowId: string; runId: string },
): Promise<RunRow> {
  const [row] = await ctx.db
    .select()
    .from(flowRuns)
    .where(
      and(eq(flowRuns.id, runId), eq(flowRuns.flowId, flowId), eq(flowRuns.appId, ctx.appId), ofLiveFlow),
    )
  if (!row) throw new NotFound({ what: 'Conversation', id: runId })
  return row
}
