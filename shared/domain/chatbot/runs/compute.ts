import type { Context } from '../../context.ts'
import { cpuMeter, type Interruptible, MESSAGE_CPU_MS, runWithinBudget } from '../budget/index.ts'

/**
 * Runs the engine within the CPU budget of one message. Call this function outside of transactions, because a
 * computation waits for its turns.
 */
export async function compute<T>({
  ctx,
  input: { work },
}: {
  ctx: Pick<Context, 'cpuMeter'>
  input: { work: Interruptible<T> }
}): Promise<T> {
  const limit = { meter: ctx.cpuMeter ?? cpuMeter, budgetMs: MESSAGE_CPU_MS }
  return (await runWithinBudget(work, limit)).result
}
