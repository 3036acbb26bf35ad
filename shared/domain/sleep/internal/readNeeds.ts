import { type SQL, sql } from 'drizzle-orm'
import type { Queryable } from '#shared/database/index.ts'
import type { Needs } from '../nextSleep.ts'

/** Tables whose rows the sweeper deletes when they are marked. */
const MARKED = ['webhooks', 'campaigns', 'recipient_lists', 'flows', 'apps'] as const

/**
 * Queries for work of the sweeper that does not depend on a session. The work is marked rows, requests about persons, files, events
 * without their deliveries, and deliveries without an end. Retention is not in the list, because it can wait for the daily sweep.
 */
const WORK: readonly SQL[] = [
  ...MARKED.map((table) => sql`select 1 from ${sql.identifier(table)} where deleted_at is not null`),
  sql`select 1 from person_requests where status = 'running'`,
  sql`select 1 from erased_files`,
  sql`select 1 from events where published_at is null`,
  sql`select 1 from events where handled_at is null`,
  sql`select 1 from deliveries where state in ('waiting', 'pending')`,
]

/** Reads whether the gateway needs connectors and sweeps. */
export async function readNeeds({ ctx: { db } }: { ctx: { db: Queryable } }): Promise<Needs> {
  const hasWork = sql.join(
    WORK.map((rows) => sql`exists (${rows})`),
    sql` or `,
  )
  const { rows } = await db.execute<Needs & { [column: string]: unknown }>(
    sql`select exists (select 1 from sessions) as "hasSession", ${hasWork} as "hasWork"`,
  )
  const [needs] = rows
  if (!needs) throw new Error('SELECT without FROM returned no row')
  return { hasSession: needs.hasSession, hasWork: needs.hasWork }
}
