import { and, asc, eq, sql } from 'drizzle-orm'
import type { MessageStatus } from '#shared/contracts/messages.ts'
import { arrayParam, messageRecipients } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { assertLease, type Fenced, holdsLease } from '../../fleet/index.ts'
import { advanceMessages } from './advanceMessages.ts'
import { lowestStatus } from './internal/lowestStatus.ts'

interface Ref {
  sessionId: string
  messageId: string
}

/**
 * Records the recipients of a group message before the message leaves. A recorded recipient keeps its status.
 * @throws LeaseLost
 */
export async function recordRecipients({
  ctx,
  input: { lease, ...input },
}: {
  ctx: Pick<Context, 'db'>
  input: Ref & { jids: readonly string[] } & Fenced
}): Promise<void> {
  const { rowCount } = await ctx.db.execute(sql`
    insert into message_recipients (session_id, message_id, jid, status)
    select distinct ${input.sessionId}, ${input.messageId}, coalesce(
      (select phone_jid from lid_mappings where session_id = ${input.sessionId} and lid = r.jid), r.jid
    ), 'PENDING'::message_status
    from unnest(${arrayParam(input.jids)}::text[]) as r (jid)
    where ${holdsLease(lease)}
    on conflict do nothing`)
  if (rowCount === 0) await assertLease({ ctx, input: lease })
}

/**
 * Applies a group member's receipt. The message moves to the lowest status of its recipients: `DELIVERED` means that
 * all recipients have the message. Receipts arrive late, repeated and out of order, and no receipt moves a recipient
 * back.
 * @throws LeaseLost
 */
export async function advanceRecipient({
  ctx,
  input: { lease, ...input },
}: {
  ctx: Pick<Context, 'db' | 'now' | 'outbox'>
  input: { sessionId: string; messageIds: readonly string[]; jid: string; status: MessageStatus } & Fenced
}): Promise<void> {
  const { sessionId, jid, status } = input
  const ids = arrayParam(input.messageIds)
  const changed = await ctx.db.transaction(async (tx) => {
    await assertLease({ ctx: { db: tx }, input: lease })
    // Recipients are stored by number if the number is known, but a receipt may name a recipient by LID.
    await tx.execute(sql`
      insert into message_recipients (session_id, message_id, jid, status)
      select m.session_id, m.id, coalesce(
        (select phone_jid from lid_mappings where session_id = m.session_id and lid = ${jid}), ${jid}
      ), ${status}::message_status
      from messages m where m.session_id = ${sessionId} and m.id = any(${ids}::text[]) and m.sender = 'me'
      on conflict (session_id, message_id, jid) do update set status = excluded.status
      where message_recipients.status < excluded.status`)
    const target = lowestStatus(sessionId, input.messageIds)
    return await advanceMessages({ ctx: { db: tx }, input: { target, now: ctx.now() } })
  })
  // An unchanged session is woken too: see `advanceStatus`.
  if (changed.every(({ toPublish }) => toPublish)) await ctx.outbox.wake(sessionId)
}

/** Lists the status of a message for each recipient, in the order of the recipients' JIDs. */
export async function listRecipients({
  ctx,
  input: { sessionId, messageId },
}: {
  ctx: Pick<Context, 'db'>
  input: Ref
}): Promise<{ jid: string; status: MessageStatus }[]> {
  return await ctx.db
    .select({ jid: messageRecipients.jid, status: messageRecipients.status })
    .from(messageRecipients)
    .where(and(eq(messageRecipients.sessionId, sessionId), eq(messageRecipients.messageId, messageId)))
    .orderBy(asc(messageRecipients.jid))
}
