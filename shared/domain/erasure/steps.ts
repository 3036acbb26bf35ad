import type { Database } from '#shared/database/index.ts'
import { type DeleteStep, runBatch } from '../batches/index.ts'
import type { Context } from '../context.ts'

/** Context that the deletion of marked items needs. */
export type ErasureContext = Pick<Context, 'db' | 'log' | 'now' | 'outbox'>

/** A marked item whose rows still exist. */
export interface Deleted {
  [column: string]: unknown
  kind: 'session' | 'webhook' | 'campaign' | 'list' | 'flow' | 'app'
  id: string
  /** Empty for a webhook of the operator. */
  appId: string
}

/**
 * One step of an item's deletion. Changes up to `rows` rows. Returns the number of examined rows, which is smaller than
 * `rows` if no rows are left. Returns `blocked` while the step waits for other items.
 */
export type Step = (rows: number) => Promise<number | 'blocked'>

/** Creates a step that runs each batch in its own transaction. */
export function inTransactions(db: Database, step: DeleteStep): Step {
  return (rows) => runBatch({ ctx: { db }, input: { batch: (tx) => step(tx, rows) } })
}
