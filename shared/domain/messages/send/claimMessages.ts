import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import { limitLockWait, lockWaitOf, messages, preparedOn } from '#shared/database/index.ts'
import { type Timer, timerColumn } from '../../chats/timer.ts'
import type { Context } from '../../context.ts'
import {
  type Fenced,
  fenceValues,
  findHeldLeases,
  heldLeases,
  type LeaseLost,
  leaseColumns,
  leaseValues,
  resultsOrLeaseLost,
} from '../../fleet/index.ts'
import { isSuppressed } from '../../suppressions/index.ts'
import { ownMessage } from '../internal/ownMessage.ts'
import type { MessageRow } from '../view.ts'

/** Key of a message of ours. */
export interface OwnMessage {
  sessionId: string
  messageId: string
}

/** A claim of a message. */
export interface Claim extends OwnMessage {
  /** The sealed secret that the message gets, unless it has one. The secret is stored before the stanza leaves. */
  secret: Buffer
}

/** A claimed message. */
export interface Claimed {
  row: MessageRow
  /** True if a campaign wrote the message, and the recipient is on the suppression list: the message must not be sent. */
  isOptedOut: boolean
  /** The disappearing timer of the chat; null if messages stay. */
  timer: Timer | null
}

/** Only campaigns obey the suppression list. */
const isOptedOut = sql<boolean>`case when ${messages.source} = 'broadcast'
  then ${isSuppressed(sql`${messages.appId}`, sql`split_part(${messages.remoteJid}, '@s.whatsapp.net', 1)`)} else false end`

const timer = timerColumn(sql`${messages.sessionId}`, sql`${messages.remoteJid}`)

const claiming = preparedOn((db) =>
  db
    .update(messages)
    .set({
      attempts: sql`${messages.attempts} + 1`,
      secret: sql`coalesce(${messages.secret}, claim.secret::bytea)`,
    })
    .from(sql`(
      select session_id, id, secret
      from unnest(${leaseColumns(sql.placeholder)}, ${sql.placeholder('sessionIds')}::text[],
        ${sql.placeholder('messageIds')}::text[], ${sql.placeholder('secrets')}::text[])
        as claim (partition, epoch, session_id, id, secret)
      join (${heldLeases(sql.placeholder, limitLockWait(sql.placeholder))}) held using (partition, epoch)) as claim`)
    .where(
      and(
        sql`${messages.sessionId} = claim.session_id and ${messages.id} = claim.id`,
        eq(messages.sender, 'me'),
        eq(messages.status, 'PENDING'),
      ),
    )
    .returning({ row: getTableColumns(messages), isOptedOut, timer })
    .prepare('claim_messages'),
)

/**
 * Claims messages for sending. A second claim before WhatsApp's ack succeeds, because the host of the first claim may
 * have died. Both sends have the same id, and the recipient's phone drops the second.
 * @param ctx.lockWaitMs limit of a wait for a row lock, in ms. Default: the limit of the role
 * @returns for each message, in the order of the input: the claim; null if the message is sent, failed or withdrawn;
 * LeaseLost if the lease is lost
 */
export async function claimMessages({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'> & { lockWaitMs?: number }
  input: readonly (Claim & Fenced)[]
}): Promise<(Claimed | null | LeaseLost)[]> {
  const secrets = input.map(({ secret }) => `\\x${secret.toString('hex')}`)
  const rows = await claiming(ctx.db).execute({
    ...leaseValues(input),
    ...lockWaitOf(ctx.lockWaitMs),
    ...fenceValues(input),
    sessionIds: input.map(({ sessionId }) => sessionId),
    messageIds: input.map(({ messageId }) => messageId),
    secrets,
  })
  const held =
    rows.length < input.length ? await findHeldLeases({ ctx, input }) : input.map(({ lease }) => lease)
  const byId = new Map(rows.map((claimed) => [`${claimed.row.sessionId}:${claimed.row.id}`, claimed]))
  return resultsOrLeaseLost(
    input,
    held,
    ({ sessionId, messageId }) => byId.get(`${sessionId}:${messageId}`) ?? null,
  )
}

/** Returns the instant until which a pending message may be sent. Returns null if the message is not pending. */
export async function pendingDeadline({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: OwnMessage
}): Promise<Date | null> {
  const [row] = await ctx.db.select({ expiresAt: messages.expiresAt }).from(messages).where(ownPending(input))
  return row?.expiresAt ?? null
}

function ownPending(ref: OwnMessage) {
  return and(ownMessage(ref), eq(messages.status, 'PENDING'))
}
