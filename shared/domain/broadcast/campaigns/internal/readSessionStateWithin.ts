import { eq, sql } from 'drizzle-orm'
import type { Obstacle } from '#shared/contracts/broadcast.ts'
import { accounts, apps, partitions, sessions, type Transaction } from '#shared/database/index.ts'
import type { CampaignRow } from '../view.ts'

/** What a campaign finds out about its session. */
export type SessionState =
  | { is: 'gone' }
  | { is: 'held_up'; by: Obstacle }
  | { is: 'changing_hands' }
  | { is: 'ready'; partition: number; reachoutTimelocked: boolean }

/** Whether a connector answers for the session: one that dies can't say that it is gone. */
const isLeased = sql<boolean>`exists (
  select 1 from ${partitions} where ${partitions.id} = ${sessions.partition} and ${partitions.expiresAt} > now())`

/**
 * Whether a campaign's session can send. One that changes hands is back in a moment. One without its link, or which is to lose it,
 * is gone for good.
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
  if (!session?.pairedAt || session.desiredState !== 'run') return { is: 'gone' }
  if (session.suspendedAt) return { is: 'held_up', by: 'account_suspended' }
  if (session.lastEventStatus !== 'connected') return { is: 'held_up', by: 'session_disconnected' }
  if (!session.isLeased) return { is: 'changing_hands' }
  const reachoutTimelocked = session.restrictions.some(
    ({ type, until }) => type === 'reachout_timelock' && (until === null || new Date(until) > now),
  )
  return { is: 'ready', partition: session.partition, reachoutTimelocked }
}
