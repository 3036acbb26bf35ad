import { getTableColumns, sql } from 'drizzle-orm'
import type { DisconnectReason, SessionStatus } from '#shared/contracts/sessions.ts'
import { partitions, sessions } from '#shared/database/index.ts'

/**
 * True for a `connected` session whose partition has no valid lease. A dead connector cannot change the status of its
 * sessions, but its leases expire.
 */
const isOrphaned = sql`${sessions.status} = 'connected' and not exists (
  select 1 from ${partitions} where ${partitions.id} = ${sessions.partition} and ${partitions.expiresAt} > now())`

/** Status of a session for its users: `connected` only while a living connector leases the partition. */
export const reportedStatus = sql<SessionStatus>`case when ${isOrphaned} then 'connecting' else ${sessions.status} end`

/** Columns of a session, with the status and the reason for its users. */
export const reportedSession = {
  ...getTableColumns(sessions),
  status: reportedStatus,
  reason: sql<DisconnectReason | null>`case when ${isOrphaned} then 'connection_lost' else ${sessions.reason} end`,
}
