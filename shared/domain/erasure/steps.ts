import type { Database } from '#shared/database/index.ts'
import { type DeleteStep, runBatch } from '../batches/index.ts'
import type { Context } from '../context.ts'

/** What taking deleted things apart needs of a context. */
export type ErasureContext = Pick<Context, 'db' | 'log' | 'now' | 'outbox'>

/** Something that its user has deleted and whose rows are still there. */
export interface Deleted {
  [column: string]: unknown
  kind: 'session' | 'webhook' | 'campaign' | 'list' | 'flow' | 'app'
  id: string
  appId: string
}

/**
 * A part of a thing. Changes at most so many rows and answers how many rows it has looked at: fewer where nothing is left. Answers
 * `blocked` while the rest of the thing has to wait for other things.
 */
export type Step = (rows: number) => Promise<number | 'blocked'>

/** Makes a step whose batches have a transaction each. */
export function inTransactions(db: Database, step: DeleteStep): Step {
  return (rows) => runBatch({ ctx: { db }, input: { batch: (tx) => step(tx, rows) } })
}
