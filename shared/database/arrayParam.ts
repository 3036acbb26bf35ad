import { sql } from 'drizzle-orm'

/** Passes an array as one parameter. drizzle would pass each element as a parameter of its own. */
export function arrayParam(values: readonly unknown[]) {
  return sql.param([...values])
}
