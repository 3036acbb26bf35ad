import { sql } from 'drizzle-orm'
import type { SendFailure } from '#shared/contracts/messages.ts'
import type { Context } from '../../context.ts'
import { assertLease, holdsLease, type Lease } from '../../fleet/index.ts'
import { fail } from './failMessages.ts'

type Ctx = Pick<Context, 'db' | 'now' | 'outbox'>

/** Ends a message FAILED. One that reached its recipient, or failed before, stays what it is. The unit of one that WhatsApp
 * never took is given back.
 * @throws LeaseLost */
export async function failMessage({
  ctx,
  lease,
  input,
}: {
  ctx: Ctx
  lease: Lease
  input: { sessionId: string; messageId: string; error: SendFailure }
}): Promise<void> {
  const { sessionId, messageId, error } = input
  const failed = await fail(
    ctx.db,
    sql`session_id = ${sessionId} and id = ${messageId} and sender = 'me' and status in ('PENDING', 'SENT')
      and ${holdsLease(lease)}`,
    sql`${error}`,
    ctx.now(),
  )
  if (failed.length === 0) await assertLease(ctx.db, lease)
  else await ctx.outbox.wake(sessionId)
}
