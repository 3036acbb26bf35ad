import { sql } from 'drizzle-orm'
import { connectors, type Database, partitions } from '#shared/database/index.ts'

/** A renewal may be this late, in ms, before its connector counts as dead together with its lifeline. */
const LATE_MS = 500
const SUFFIX = ' life'

/** Returns the application name of a connector's lifeline: a database session that the connector keeps open for its whole life. */
export function lifelineNameOf(connectorId: string): string {
  return `${connectorId}${SUFFIX}`
}

/**
 * Lists the connectors with a lifeline. PostgreSQL ends the session of a process that dies at once, because the kernel closes its
 * connection.
 * @param ctx.db a direct connection: a pooler keeps sessions without their clients
 */
export async function listLifelines({
  ctx: { db },
}: {
  ctx: { db: Pick<Database, 'execute'> }
}): Promise<string[]> {
  const { rows } = await db.execute<{ owner: string }>(sql`
    select left(application_name, ${-SUFFIX.length}) as owner from pg_stat_activity
    where datname = current_database() and application_name like ${`%${SUFFIX}`}`)
  return rows.map(({ owner }) => owner)
}

/**
 * Releases the leases of a connector without a lifeline, if the renewal of each of its leases is overdue. A living connector that only
 * lost this connection renews in time, and a living connector with a slow database keeps its lifeline. The epochs fence a connector that
 * is alive all the same.
 * @param ctx.db database with time-outs for transactions, because the caller renews leases
 * @param input.leaseMs duration of a lease, in ms
 * @param input.renewEveryMs interval of the renewals, in ms
 * @returns the number of released partitions
 */
export async function releaseEnded({
  ctx: { db },
  input: { connectorId, leaseMs, renewEveryMs },
}: {
  ctx: { db: Pick<Database, 'transaction'> }
  input: { connectorId: string; leaseMs: number; renewEveryMs: number }
}): Promise<number> {
  return await db.transaction(async (tx) => {
    const { rowCount } = await tx.execute(sql`
      update ${partitions} set owner = null, expires_at = now()
      where owner = ${connectorId}
        and not exists (
          select 1 from pg_stat_activity
          where datname = current_database() and application_name = ${lifelineNameOf(connectorId)})
        and (select max(expires_at) from ${partitions} where owner = ${connectorId})
          < now() + ${leaseMs - renewEveryMs - LATE_MS} * interval '1 millisecond'`)
    const released = rowCount ?? 0
    // The share of the other connectors grows at once.
    if (released > 0) await tx.execute(sql`delete from ${connectors} where id = ${connectorId}`)
    return released
  })
}
