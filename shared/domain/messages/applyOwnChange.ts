import { and, sql } from 'drizzle-orm'
import { messages } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { assertLease, holdsLease, type Lease } from '../fleet/index.ts'
import { ownMessage } from './ownMessage.ts'

/** What WhatsApp took from us about an earlier message of ours. */
export type OwnChange = { change: 'edited'; text: string } | { change: 'deleted' }

/** Writes down that a message of ours was changed on WhatsApp.
 * @throws LeaseLost */
export async function applyOwnChange({
  ctx,
  lease,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now'>
  lease: Lease
  input: { sessionId: string; messageId: string } & OwnChange
}): Promise<void> {
  const change =
    input.change === 'deleted'
      ? { content: {}, media: null, payload: null, deletedAt: ctx.now() }
      : {
          content: sql`${messages.content} || ${JSON.stringify({ text: input.text })}::jsonb`,
          editedAt: ctx.now(),
        }
  const changed = await ctx.db
    .update(messages)
    .set(change)
    .where(and(ownMessage(input), holdsLease(lease)))
    .returning({ id: messages.id })
  if (changed.length === 0) await assertLease(ctx.db, lease)
}
