import type { CpuMeter } from './cpuMeter.ts'
import { type Interruptible, OverBudget } from './interruptible.ts'
import { nextTurn } from './turnstile.ts'

/** The CPU that a computation takes at a stretch, in ms; other work of the process waits so long. */
const SLICE_MS = 20

/** What a computation is run with. */
export interface CpuLimit {
  meter: CpuMeter
  /** In ms of CPU. */
  budgetMs: number
}

/**
 * Runs a computation in slices, and gives the event loop a turn between two of them. A computation that has used its budget up gets
 * `OverBudget` thrown into it once, and may still answer. The budget is checked between the computation's pieces: the last piece may
 * exceed it.
 * @returns the computation's result, and the CPU that it took in ms
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
