import type { Pool } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-serverless'
import type { Database } from './queryable.ts'
import { isRead } from './statementKind.ts'

/** A database that remembers whether it was written to. */
export interface ObservedDatabase {
  db: Database
  /** Whether a write has succeeded, or is still under way. A transaction counts as a write. */
  mayHaveWritten(): boolean
}

/**
 * Observes what one request does on a database. A request that fails after a write has succeeded must not answer that nothing
 * was accepted, even if the failure itself wrote nothing.
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

  // drizzle keeps the pool that it was made on, and its type does not say so.
  const { $client: pool } = db as Database & { $client: Pool }
  const query: (...given: unknown[]) => Promise<unknown> = pool.query.bind(pool)
  const facade: Pool = Object.create(pool, {
    query: {
      value: (...given: unknown[]) => (isWrite(given[0]) ? observe(() => query(...given)) : query(...given)),
    },
  })
  const observed = drizzle(facade)
  observed.transaction = (run, config) => observe(() => db.transaction(run, config))
  return { db: observed, mayHaveWritten: () => hasWritten || underWay > 0 }
}

function isWrite(statement: unknown): boolean {
  const text = typeof statement === 'string' ? statement : (statement as { text?: unknown } | null)?.text
  return typeof text !== 'string' || !isRead(text)
}
