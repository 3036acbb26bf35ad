import { ValidationFailed } from '#shared/errors/index.ts'
import type { Context } from '../../context.ts'
import {
  cpuMeter,
  type Interruptible,
  OverBudget,
  runWithinBudget,
  VALIDATION_CPU_MS,
} from '../budget/index.ts'

/**
 * Runs a check of a flow, or of one part, within the CPU budget of checks.
 * @param input.path path of the checked part
 * @throws ValidationFailed if the check exceeds the budget
 */
export async function checked<T>({
  ctx,
  input: { path, check },
}: {
  ctx: Pick<Context, 'cpuMeter'>
  input: { path: string; check: Interruptible<T> }
}): Promise<T> {
  try {
    const limit = { meter: ctx.cpuMeter ?? cpuMeter, budgetMs: VALIDATION_CPU_MS }
    return (await runWithinBudget(check, limit)).result
  } catch (error) {
    if (!(error instanceof OverBudget)) throw error
    const message = `The check takes more than ${VALIDATION_CPU_MS} ms of CPU. Use fewer or simpler patterns.`
    throw new ValidationFailed({ details: [{ path, message }] })
  }
}
