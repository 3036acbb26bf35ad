import { sql } from 'drizzle-orm'
import { type Database, partitions } from '#shared/database/index.ts'

/** A connector's name for its sessions in the database: PostgreSQL shows the name, also behind a pooler in transaction mode. */
export function sessionNameOf(connectorId: string, processId: number): string {
  return `${connectorId} ${processId}`
}

/**
 * Ends the database sessions of connectors whose leases have expired, if they hold locks on partitions: a connector that stands still inside
 * a transaction would keep its partitions from all others. A connector with a lease that has not expired keeps all its sessions. The
 * locks are on the server, so that this works behind a pooler, too. A role may end its own sessions.
 * @param db whose transactions are bounded: the caller renews leases
 * @returns how many sessions ended
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
