import type { Context } from '../../context.ts'
import { moveRun } from './moveRun.ts'
import { performEffects } from './performEffects.ts'

/** QStash counts in whole seconds, by a clock of its own. */
const EARLY_MS = 1_500

/**
 * Goes on with a run: its timer is up, or something is to be performed that takes long. A timer of a turn that is over does nothing.
 * `busy`: somebody else performs, and may have died: come again.
 */
export async function continueRun({
  ctx,
  input: { runId, turn },
}: {
  ctx: Omit<Context, 'keyring'>
  input: { runId: string; turn?: number | undefined }
}): Promise<'done' | 'busy'> {
  if (turn !== undefined) {
    const until = ctx.now().getTime() + EARLY_MS
    await moveRun({
      ctx,
      input: {
        runId,
        inputOf: ({ dueAt }) => (dueAt && dueAt.getTime() <= until ? { type: 'timer', turn } : null),
      },
    })
  }
  return await performEffects({ ctx, input: { runId, slow: 1 } })
}
