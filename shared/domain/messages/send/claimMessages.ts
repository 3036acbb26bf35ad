import { and, eq, sql } from 'drizzle-orm'
import { arrayParam, messages } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import {
  type Fenced,
  findHeldLeases,
  heldLeases,
  type LeaseLost,
  leaseColumns,
  resultsOrLeaseLost,
} from '../../fleet/index.ts'
import { ownMessage } from '../internal/ownMessage.ts'
import type { MessageRow } from '../view.ts'

/** A message of ours. */
export interface OwnMessage {
  sessionId: string
  messageId: string
}

/**
 * Takes messages for sending. Answers for each, in their order; null where there is nothing to send: WhatsApp has it, it failed, or it
 * was taken back. A second claim before WhatsApp's ack is given, because the first may have died: the same id goes out, and the
 * recipient's phone drops the second.
 */
export async function claimMessages({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: readonly (OwnMessage & Fenced)[]
}): Promise<(MessageRow | null | LeaseLost)[]> {
  const rows = await ctx.db
    .update(messages)
    .set({ attempts: sql`${messages.attempts} + 1` })
    .where(
      and(
        sql`(${messages.sessionId}, ${messages.id}) in (
          select claim.session_id, claim.id
          from unnest(${leaseColumns(input)}, ${arrayParam(input.map(({ sessionId }) => sessionId))}::text[],
            ${arrayParam(input.map(({ messageId }) => messageId))}::text[]) as claim (partition, epoch, session_id, id)
          join (${heldLeases(input)}) held using (partition, epoch))`,
        eq(messages.sender, 'me'),
        eq(messages.status, 'PENDING'),
      ),
    )
    .returning()
  const held =
    rows.length < input.length ? await findHeldLeases({ ctx, input }) : input.map(({ lease }) => lease)
  const byId = new Map(rows.map((row) => [`${row.sessionId}:${row.id}`, row]))
  return resultsOrLeaseLost(
    input,
    held,
    ({ sessionId, messageId }) => byId.get(`${sessionId}:${messageId}`) ?? null,
  )
}

/** Until when a message that is still PENDING may be sent; null if there is nothing to send. */
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
