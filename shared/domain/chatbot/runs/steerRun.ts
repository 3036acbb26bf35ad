import { ConversationIsOver } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { isLive } from '../engine/index.ts'
import { linesOf } from './lines.ts'
import { loadRun } from './loadRun.ts'
import { moveRun } from './moveRun.ts'
import { performEffects } from './performEffects.ts'
import { toRun } from './row.ts'
import { type Conversation, toConversation } from './view.ts'

/**
 * Applies an action of the owner to a conversation. `pause` silences the bot, `resume` lets the bot continue, and
 * `end` ends the conversation. An action changes nothing if the conversation is already in that state.
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
  const { status } = toRun(await loadRun({ ctx, input }))
  if (!isLive({ status })) throw new ConversationIsOver({ runId, status })
  await moveRun({ ctx, input: { runId, inputOf: () => ({ type: action }) } })
  await performEffects({ ctx, input: { runId } })
  const run = await loadRun({ ctx, input })
  const lines = await linesOf({ ctx, input: [run] })
  return toConversation(run, lines.get(runId) ?? [])
}
