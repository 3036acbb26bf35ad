import { sql } from 'drizzle-orm'

/** An array as one parameter: drizzle spreads a bare one over as many. */
export function arrayParam(values: readonly unknown[]) {
  return sql.param([...values])
}
