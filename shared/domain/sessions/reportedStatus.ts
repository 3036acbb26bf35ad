import { getTableColumns, sql } from 'drizzle-orm'
import type { SessionReason, SessionStatus } from '#shared/contracts/sessions.ts'
import { connectors, partitions, sessions } from '#shared/database/index.ts'

/**
 * True for a `connected` session whose partition has no valid lease. A dead connector cannot change the status of its
 * sessions, but its leases expire.
 */
const isOrphaned = sql`${sessions.status} = 'connected' and not exists (
  select 1 from ${partitions} where ${partitions.id} = ${sessions.partition} and ${partitions.expiresAt} > now())`

/** Status of a session for its users: `connected` only while a living connector leases the partition. */
export const reportedStatus = sql<SessionStatus>`case when ${isOrphaned} then 'connecting' else ${sessions.status} end`

/**
 * True for a session that waits for its first QR code while no connector runs. The gateway wakes from its sleep, or the fleet starts
 * again. A live connector has a heartbeat every few seconds.
 */
const waitsForConnector = sql`${sessions.status} = 'connecting' and ${sessions.pairedAt} is null and ${sessions.reason} is null and not exists (
  select 1 from ${connectors} where ${connectors.heartbeatAt} > now() - interval '15 seconds')`

/** Columns of a session, with the status and the reason for its users. */
export const reportedSession = {
  ...getTableColumns(sessions),
  status: reportedStatus,
  reason: sql<SessionReason | null>`case when ${isOrphaned} then 'connection_lost' when ${waitsForConnector} then 'connector_starting' else ${sessions.reason} end`,
}
