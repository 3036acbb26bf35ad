import { getTableColumns, sql } from 'drizzle-orm'
import type { DisconnectReason, SessionStatus } from '#shared/contracts/sessions.ts'
import { partitions, sessions } from '#shared/database/index.ts'

/** A connector that died can't say that its sessions are gone: its lease, which nobody renews, says it. */
const isOrphaned = sql`${sessions.status} = 'connected' and not exists (
  select 1 from ${partitions} where ${partitions.id} = ${sessions.partition} and ${partitions.expiresAt} > now())`

/** A session's status for its users: `connected` only while a living connector answers for it. */
export const reportedStatus = sql<SessionStatus>`case when ${isOrphaned} then 'connecting' else ${sessions.status} end`

/** The columns of a session with the status that its users are to see, and the reason for it. */
export const reportedSession = {
  ...getTableColumns(sessions),
  status: reportedStatus,
  reason: sql<DisconnectReason | null>`case when ${isOrphaned} then 'connection_lost' else ${sessions.reason} end`,
}
