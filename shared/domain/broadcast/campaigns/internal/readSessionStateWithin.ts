import { eq, sql } from 'drizzle-orm'
import type { Obstacle } from '#shared/contracts/broadcast.ts'
import { accounts, apps, partitions, sessions, type Transaction } from '#shared/database/index.ts'
import type { CampaignRow } from '../view.ts'

/** State of a campaign's session. */
export type SessionState =
  | { is: 'gone'; why: 'session_logged_out' | 'session_deleted' }
  | { is: 'held_up'; by: Obstacle }
  | { is: 'changing_hands' }
  | { is: 'ready'; partition: number; reachoutTimelocked: boolean }

/**
 * Condition that a connector holds the session's partition. A dead connector cannot report that its sessions are
 * lost.
 */
const isLeased = sql<boolean>`exists (
  select 1 from ${partitions} where ${partitions.id} = ${sessions.partition} and ${partitions.expiresAt} > now())`

/**
 * Reads the state of a campaign's session. A session between two connectors is back within seconds. A session that
 * has lost its link, or is about to lose its link, is gone for good.
 */
export async function readSessionStateWithin(
  tx: Transaction,
  row: CampaignRow,
  now: Date,
): Promise<SessionState> {
  const [session] = await tx
    .select({
      partition: sessions.partition,
      desiredState: sessions.desiredState,
      pairedAt: sessions.pairedAt,
      lastEventStatus: sessions.lastEventStatus,
      isLeased,
      restrictions: sessions.restrictions,
      suspendedAt: accounts.suspendedAt,
    })
    .from(sessions)
    .innerJoin(apps, eq(apps.id, sessions.appId))
    .innerJoin(accounts, eq(accounts.id, apps.accountId))
    .where(eq(sessions.id, row.sessionId))
  if (!session || session.desiredState === 'delete') return { is: 'gone', why: 'session_deleted' }
  if (!session.pairedAt || session.desiredState !== 'run') return { is: 'gone', why: 'session_logged_out' }
  if (session.suspendedAt) return { is: 'held_up', by: 'account_suspended' }
  if (session.lastEventStatus !== 'connected') return { is: 'held_up', by: 'session_disconnected' }
  if (!session.isLeased) return { is: 'changing_hands' }
  const reachoutTimelocked = session.restrictions.some(
    ({ type, until }) => type === 'reachout_timelock' && (until === null || new Date(until) > now),
  )
  return { is: 'ready', partition: session.partition, reachoutTimelocked }
}
