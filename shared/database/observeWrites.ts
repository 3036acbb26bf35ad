import type { Pool } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-serverless'
import type { Database } from './queryable.ts'
import { isRead } from './statementKind.ts'

/** A database whose writes are observed. */
export interface ObservedDatabase {
  db: Database
  /** Tells whether a write has succeeded or is still running. A transaction counts as a write. */
  mayHaveWritten(): boolean
  /** Runs a write of the request that uses another database, and observes the write. */
  observe<T>(write: () => Promise<T>): Promise<T>
}

/**
 * Observes the writes of one request. If a write has succeeded, a failed request must not answer that nothing was accepted,
 * even if the failed statement itself wrote nothing.
 */
export function observeWrites(db: Database): ObservedDatabase {
  let hasWritten = false
  let underWay = 0
  const observe = async <T>(write: () => Promise<T>): Promise<T> => {
    underWay += 1
    try {
      const result = await write()
      hasWritten = true
      return result
    } finally {
      underWay -= 1
    }
  }

  // drizzle exposes its pool as `$client`, but the type does not show the property.
  const { $client: pool } = db as Database & { $client: Pool }
  const query: (...given: unknown[]) => Promise<unknown> = pool.query.bind(pool)
  const facade: Pool = Object.create(pool, {
    query: {
      value: (...given: unknown[]) => (isWrite(given[0]) ? observe(() => query(...given)) : query(...given)),
    },
  })
  const observed = drizzle(facade)
  observed.transaction = (run, config) => observe(() => db.transaction(run, config))
  return { db: observed, mayHaveWritten: () => hasWritten || underWay > 0, observe }
}

function isWrite(statement: unknown): boolean {
  const text = typeof statement === 'string' ? statement : (statement as { text?: unknown } | null)?.text
  return typeof text !== 'string' || !isRead(text)
}
