import { sql } from 'drizzle-orm'
import type { SendFailure } from '#shared/contracts/messages.ts'
import type { Context } from '../../context.ts'
import { assertLease, type Fenced, holdsLease } from '../../fleet/index.ts'
import { fail } from './failMessages.ts'

type Ctx = Pick<Context, 'db' | 'now' | 'outbox'>

/**
 * Ends a message FAILED. A message that reached its recipient or failed before stays unchanged. The unit of a message
 * that WhatsApp never accepted is refunded.
 * @throws LeaseLost
 */
export async function failMessage({
  ctx,
  input: { lease, ...input },
}: {
  ctx: Ctx
  input: { sessionId: string; messageId: string; error: SendFailure } & Fenced
}): Promise<void> {
  const { sessionId, messageId, error } = input
  const failed = await fail({
    ctx,
    input: {
      which: sql`session_id = ${sessionId} and id = ${messageId} and sender = 'me' and status in ('PENDING', 'SENT')
      and ${holdsLease(lease)}`,
      error: sql<SendFailure>`${error}`,
      now: ctx.now(),
    },
  })
  if (failed.length === 0) await assertLease({ ctx, input: lease })
  else await ctx.outbox.wake(sessionId)
}
