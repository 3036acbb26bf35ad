import { sql } from 'drizzle-orm'
import { type Database, isStatementTimeout, type Transaction } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { BatchSize } from './batchSize.ts'
import type { BatchTurns } from './batchTurns.ts'

const FIRST_ROWS = 200

/** Bounds of one run of background work. */
export interface Bounds {
  /** Instant after which no batch begins, except the first. */
  until: Date
  /** Rows of the first batch. */
  rows?: number
  /** Rows of a run. Default: unlimited. */
  most?: number
  /** Turns that several jobs share, so that the jobs do not run at the same time. */
  turns?: BatchTurns
}

/** Database settings of background work: short waits for locks, short statements, and no sequential scans. */
const LIMITS = sql`select set_config('lock_timeout', '1000', true), set_config('statement_timeout', '3000', true),
  set_config('enable_seqscan', 'off', true)`

/** Runs a batch in its own transaction, with lower time-outs than requests have. */
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
 * Repeats a batch until the batch changes fewer rows than its limit, or a bound is reached. The next run handles the
 * remaining rows. Returns the number of changed rows.
 * @param input.batch changes up to the given number of rows, and returns the number of changed rows
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

/** Runs one batch of the current size. If the database cancels the batch, repeats the batch with a smaller size. */
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
