import { and, asc, eq, isNull, lte, ne, sql } from 'drizzle-orm'
import { campaignRecipients, campaigns, type Transaction } from '#shared/database/index.ts'
import { isSuppressed } from '../../../suppressions/index.ts'
import { chatsOfAddress } from '../../address.ts'
import type { CampaignRow } from '../view.ts'

export type CampaignRecipientRow = typeof campaignRecipients.$inferSelect

/** Takes the advisory lock of a session's traffic, so that one campaign at a time paces messages of the session. */
export async function lockTrafficWithin(tx: Transaction, sessionId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`broadcast:${sessionId}`}, 0))`)
}

/** Messages that a session has sent. */
interface Sent {
  /** Times of the last accepted messages; null if the messages are older than the query's limit. */
  lastBroadcastAt: Date | null
  lastSentAt: Date | null
  /** Number of accepted messages of all campaigns of the session. */
  broadcasts: number
}

/** Reads the traffic of a campaign's session since a time. */
export async function readTrafficWithin(tx: Transaction, row: CampaignRow, since: Date): Promise<Sent> {
  const { appId, sessionId } = row
  const { rows } = await tx.execute<{ broadcast: number | null; all: number | null; broadcasts: number }>(sql`
    select extract(epoch from max(created_at) filter (where source = 'broadcast'))::float8 * 1000 as broadcast,
      extract(epoch from max(created_at))::float8 * 1000 as "all",
      (select coalesce(sum(accepted), 0)::int from campaigns
        where app_id = ${appId} and session_id = ${sessionId}) as broadcasts
    from messages where session_id = ${sessionId} and timestamp >= ${Math.floor(since.getTime() / 1000)}
      and sender = 'me' and source in ('api', 'broadcast', 'chatbot')`)
  const toDate = (ms: number | null | undefined) => (ms ? new Date(Math.round(ms)) : null)
  const [sent] = rows
  return {
    lastBroadcastAt: toDate(sent?.broadcast),
    lastSentAt: toDate(sent?.all),
    broadcasts: sent?.broadcasts ?? 0,
  }
}

/**
 * Counts the other running campaigns of the session that have recipients left, have waited longer, and are due before
 * an instant.
 */
export async function countAheadWithin(tx: Transaction, row: CampaignRow, before: Date): Promise<number> {
  const { appId, sessionId, status, nextAt, dueAt, id } = campaigns
  const isAhead = sql`(${dueAt}, ${id}) < (${row.dueAt?.toISOString() ?? null}::timestamptz, ${row.id})`
  const hasMore = sql`exists (select 1 from campaign_recipients r
    where r.campaign_id = ${campaigns}.id and r.status = 'pending' and r.accepted_at is null)`
  return await tx.$count(
    campaigns,
    and(
      eq(appId, row.appId),
      eq(sessionId, row.sessionId),
      ne(id, row.id),
      eq(status, 'running'),
      lte(nextAt, before),
      isAhead,
      hasMore,
    ),
  )
}

/**
 * Finds the next recipient without a message, in the order of the list. Returns undefined after the last recipient.
 * @param options.knownOnly skips new contacts: people who have never written to the session
 */
export async function nextRecipientWithin(
  tx: Transaction,
  row: CampaignRow,
  { knownOnly }: { knownOnly: boolean },
): Promise<CampaignRecipientRow | undefined> {
  const hasWritten = sql`exists (select 1 from messages m where m.session_id = ${row.sessionId}
    and m.remote_jid = any(${chatsOfAddress(sql`${campaignRecipients.phone}`, row.sessionId)}) and not m.from_me)`
  const [recipient] = await tx
    .select()
    .from(campaignRecipients)
    .where(and(untouched(row), knownOnly ? hasWritten : undefined))
    .orderBy(asc(campaignRecipients.position))
    .limit(1)
  return recipient
}

/** Tells whether a recipient is on the suppression list. */
export async function isOptedOutWithin(
  tx: Transaction,
  { appId, phone }: CampaignRecipientRow,
): Promise<boolean> {
  const { rows } = await tx.execute<{ isOptedOut: boolean }>(
    sql`select ${isSuppressed(sql`${appId}`, sql`${phone}::text`)} as "isOptedOut"`,
  )
  return rows[0]?.isOptedOut === true
}

/** Tells whether a recipient of the campaign is still `pending`. */
export async function isUnderWayWithin(tx: Transaction, row: CampaignRow): Promise<boolean> {
  const [recipient] = await tx
    .select({ position: campaignRecipients.position })
    .from(campaignRecipients)
    .where(and(eq(campaignRecipients.campaignId, row.id), eq(campaignRecipients.status, 'pending')))
    .limit(1)
  return recipient !== undefined
}

function untouched({ id }: CampaignRow) {
  return and(
    eq(campaignRecipients.campaignId, id),
    eq(campaignRecipients.status, 'pending'),
    isNull(campaignRecipients.acceptedAt),
  )
}
