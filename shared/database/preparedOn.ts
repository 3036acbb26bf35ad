import type { Database } from './queryable.ts'

/**
 * Returns a query of drizzle's builder that is built once for each pool. drizzle names the statement, and PostgreSQL keeps its plan
 * in each connection.
 * @param prepare builds the query with `sql.placeholder` for each value, and ends with `prepare`
 */
export function preparedOn<Prepared>(prepare: (db: Database) => Prepared): (db: Database) => Prepared {
  const prepared = new WeakMap<Database, Prepared>()
  return (db) => {
    const made = prepared.get(db) ?? prepare(db)
    prepared.set(db, made)
    return made
  }
}
