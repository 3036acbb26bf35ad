import { sql } from 'drizzle-orm'
import { type Database, partitions } from '#shared/database/index.ts'

/**
 * Returns the application name of a connector's database sessions. PostgreSQL shows this name even behind a pooler in
 * transaction mode.
 */
export function sessionNameOf(connectorId: string, processId: number): string {
  return `${connectorId} ${processId}`
}

/**
 * Ends the database sessions of connectors with expired leases, if the sessions hold locks on partitions. A connector
 * that hangs inside a transaction would keep its partitions from all other connectors. A connector with a live lease
 * keeps all its database sessions. PostgreSQL itself holds the locks, so that this function works behind a pooler too.
 * A database role may end its own sessions.
 * @param ctx.db database with time-outs for transactions, because the caller renews leases
 * @returns the number of ended sessions
 */
export async function endExpiredHolders({
  ctx: { db },
}: {
  ctx: { db: Pick<Database, 'transaction'> }
}): Promise<number> {
  return await db.transaction(async (tx) => {
    const { rowCount } = await tx.execute(sql`
      select pg_terminate_backend(session.pid)
      from pg_stat_activity session
      where session.datname = current_database() and session.pid <> pg_backend_pid()
        and split_part(session.application_name, ' ', 1) in (
          select owner from ${partitions} where owner is not null group by owner having max(expires_at) < now()
        )
        and exists (
          select 1 from pg_locks held
          where held.pid = session.pid and held.granted and held.locktype = 'relation' and held.relation = 'partitions'::regclass
        )`)
    return rowCount ?? 0
  })
}
