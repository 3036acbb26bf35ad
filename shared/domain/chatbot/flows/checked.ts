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
 * Runs a check of a flow, or of a part of it, within the CPU budget of checks.
 * @param path of what is checked
 * @throws ValidationFailed if the check takes more CPU than that
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
    const message = `Checking this takes more than ${VALIDATION_CPU_MS} ms of CPU. Use fewer or simpler patterns.`
    throw new ValidationFailed({ details: [{ path, message }] })
  }
}
