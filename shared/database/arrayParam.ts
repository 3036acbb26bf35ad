import { sql } from 'drizzle-orm'

/** Passes an array as one parameter. drizzle would pass each element as a parameter of its own. */
export function arrayParam(values: readonly unknown[]) {
  return sql.param([...values])
}

/**
 * Passes an array as one parameter that the planner does not see. Arrays of every length then have the same plan, so that
 * PostgreSQL keeps the plan of a named statement. Planning would otherwise cost more than the statement.
 * @param type SQL type of an element
 */
export function hiddenArray(values: readonly unknown[], type: 'text' | 'int' | 'timestamptz') {
  return sql`(select ${arrayParam(values)}::${sql.raw(type)}[])`
}
