import type { Context } from '../../context.ts'

export type RunContext = Pick<Context, 'db' | 'log' | 'media' | 'now' | 'outbox'>

/** Outcome of a batch. `blocked`: the request waits, and the next run continues. */
export interface Taken {
  looked: number
  is: 'unfinished' | 'complete' | 'blocked'
}

/** A running request in a run of the sweeper. */
export interface ActiveRequest {
  /** Runs one batch of up to `rows` rows. */
  take(rows: number): Promise<Taken>
  /** Stores the work that the batches have not stored yet. */
  close(): Promise<void>
}
