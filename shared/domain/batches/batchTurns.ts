import { setTimeout as pause } from 'node:timers/promises'

const LONGEST_REST_MS = 100

/**
 * Runs the background batches of one process one at a time, in the order of the calls. No job waits for the whole of
 * another job. After each batch, the next batch waits as long as the batch took, at most 100 ms. Requests use the
 * database in this pause.
 */
export class BatchTurns {
  #last: Promise<unknown> = Promise.resolve()

  /** Runs a batch in its turn, and returns the result of the batch. */
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
