/**
 * A computation in pieces: it yields between two pieces, so that its caller can measure it, interrupt it, or let others work. Each piece
 * is bounded by its input's limits. The computation itself stays pure: it knows no clock and no meter.
 */
export type Interruptible<T> = Generator<undefined, T, undefined>

/** The error that a caller throws into a computation which has used up its budget. */
export class OverBudget extends Error {
  constructor() {
    super('The computation has used up its CPU budget.')
    this.name = 'OverBudget'
  }
}

/** Runs a computation to its end in one go, without a budget. */
export function finish<T>(work: Interruptible<T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}
