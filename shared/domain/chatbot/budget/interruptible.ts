/**
 * Computation in pieces. The computation yields between two pieces, so that its caller can measure it, interrupt it,
 * or run other work. The limits of the input bound each piece. The computation is pure, without a clock and without a
 * meter.
 */
export type Interruptible<T> = Generator<undefined, T, undefined>

/** Error that a caller throws into a computation that has used up its budget. */
export class OverBudget extends Error {
  constructor() {
    super('The computation has used up its CPU budget.')
    this.name = 'OverBudget'
  }
}

/** Runs a computation to its end, without a pause and without a budget. */
export function finish<T>(work: Interruptible<T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}
