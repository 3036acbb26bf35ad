import type { Context } from '../../context.ts'
import { moveRun } from './moveRun.ts'
import { performEffects } from './performEffects.ts'

/** Tolerance for early timers, in ms. QStash counts whole seconds, by its own clock. */
const EARLY_MS = 1_500

/**
 * Continues a run whose timer has ended, or that has slow effects. A timer for an earlier turn does nothing. Returns
 * `busy` if another host performs the effects; the job must then be called again, because that host may have died.
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
