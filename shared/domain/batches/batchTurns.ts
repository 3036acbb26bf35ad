import { setTimeout as pause } from 'node:timers/promises'

const LONGEST_REST_MS = 100

/**
 * Lets background work of one process touch the database one batch at a time, in the order of asking, so that no part waits for the
 * whole of another. Behind each batch the database gets a rest, so that requests get their turn.
 */
export class BatchTurns {
  #last: Promise<unknown> = Promise.resolve()

  /** Runs a batch when its turn comes. Answers what the batch answers. */
  async take<T>(batch: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(async () => {
      const start = performance.now()
      const result = await batch()
      return { result, ms: performance.now() - start }
    })
    this.#last = mine.then(
      ({ ms }) => pause(Math.min(ms, LONGEST_REST_MS)),
      () => undefined,
    )
    return (await mine).result
  }
}
