import type { CpuMeter } from './cpuMeter.ts'
import { type Interruptible, OverBudget } from './interruptible.ts'
import { nextTurn } from './turnstile.ts'

/** CPU of one slice, in ms. Other work of the process waits until the slice ends. */
const SLICE_MS = 20

/** Meter and budget of a computation. */
export interface CpuLimit {
  meter: CpuMeter
  /** Budget, in ms of CPU. */
  budgetMs: number
}

/**
 * Runs a computation in slices, and gives the event loop a turn between two slices. Throws `OverBudget` once into a
 * computation that has used up its budget. The computation may catch the error and return a result. The budget is
 * checked between pieces, so the last piece may exceed the budget.
 * @returns the result and the CPU of the computation, in ms
 * @throws OverBudget if the computation does not catch it
 */
export async function runWithinBudget<T>(
  work: Interruptible<T>,
  { meter, budgetMs }: CpuLimit,
): Promise<{ result: T; spentMs: number }> {
  let spentMs = 0
  let isOver = false
  for (;;) {
    await nextTurn()
    const sliceMs = meter.start()
    let sliced = 0
    while (sliced < SLICE_MS) {
      const isNowOver: boolean = !isOver && spentMs + sliced > budgetMs
      const step = isNowOver ? work.throw(new OverBudget()) : work.next()
      isOver ||= isNowOver
      sliced = sliceMs()
      if (step.done) return { result: step.value, spentMs: spentMs + sliced }
    }
    spentMs += sliced
  }
}
