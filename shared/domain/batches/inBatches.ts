import { sql } from 'drizzle-orm'
import { type Database, isStatementTimeout, type Transaction } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { BatchSize } from './batchSize.ts'
import type { BatchTurns } from './batchTurns.ts'

const FIRST_ROWS = 200

/** How far one run of background work goes. */
export interface Bounds {
  /** No batch begins after this instant, except the first. */
  until: Date
  /** Rows of the first batch. */
  rows?: number
  /** Rows of a run; unlimited if it is not said. */
  most?: number
  /** Shared by the parts that should not work at the same time. */
  turns?: BatchTurns
}

/** What background work may take of the database: it neither waits long for a lock nor scans a table from its beginning. */
const LIMITS = sql`select set_config('lock_timeout', '1000', true), set_config('statement_timeout', '3000', true),
  set_config('enable_seqscan', 'off', true)`

/** Runs a batch in a transaction of its own, with limits below those of requests. */
export async function runBatch<T>({
  ctx: { db },
  input: { batch },
}: {
  ctx: { db: Database }
  input: { batch: (tx: Transaction) => Promise<T> }
}): Promise<T> {
  return await db.transaction(async (tx) => {
    await tx.execute(LIMITS)
    return await batch(tx)
  })
}

/**
 * Repeats a batch until it changes fewer rows than it may, or the bounds are reached. What is left is the next run's. Answers the number
 * of changed rows.
 * @param batch changes at most so many rows and answers how many
 */
export async function inBatches({
  ctx,
  input: {
    bounds: { until, rows = FIRST_ROWS, most = Number.POSITIVE_INFINITY, turns },
    batch,
  },
}: {
  ctx: Pick<Context, 'now'>
  input: { bounds: Bounds; batch: (rows: number) => Promise<number> }
}): Promise<number> {
  const size = new BatchSize(rows)
  let total = 0
  do {
    const { asked, changed } = await takeBatch(size, batch, turns)
    total += changed
    if (changed < asked) return total
  } while (ctx.now() < until && total < most)
  return total
}

/** Runs one batch of a size that fits, and a smaller one where the database gives it up. */
export async function takeBatch(
  size: BatchSize,
  batch: (rows: number) => Promise<number>,
  turns: BatchTurns | undefined,
): Promise<{ asked: number; changed: number }> {
  for (;;) {
    const asked = size.rows
    const measured = async () => {
      const start = performance.now()
      const changed = await batch(asked)
      size.record(performance.now() - start)
      return changed
    }
    try {
      return { asked, changed: await (turns ? turns.take(measured) : measured()) }
    } catch (error) {
      if (!isStatementTimeout(error) || !size.recordTimeout()) throw error
    }
  }
}
