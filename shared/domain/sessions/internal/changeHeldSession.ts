import { and, eq } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import { sessions, type Transaction } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { emit } from '../../events/index.ts'
import { assertLease, holdsLease, type Lease } from '../../fleet/index.ts'
import { type SessionEvent, toSessionEvent } from '../sessionEvents.ts'
import type { SessionRow } from '../view.ts'

/** A connector's hold on one generation of a session, under a lease. */
export interface SessionHold {
  lease: Lease
  sessionId: string
  generation: string
}

/** Returns the event of a change, or null. */
type EventOf = (changed: {
  tx: Transaction
  before: SessionRow
  row: SessionRow
}) => SessionEvent | null | Promise<SessionEvent | null>

/**
 * Changes the row and writes its event, in one transaction. A connection of an earlier generation changes nothing,
 * because the user has restarted the session since. A deleted session emits nothing: `session.deleted` is its last event.
 * @throws LeaseLost
 */
export async function changeHeldSession({
  ctx,
  input: { hold, change, eventOf },
}: {
  ctx: Pick<Context, 'db' | 'now' | 'outbox'>
  input: { hold: SessionHold; change: PgUpdateSetSource<typeof sessions>; eventOf?: EventOf }
}): Promise<void> {
  const mine = and(
    eq(sessions.id, hold.sessionId),
    eq(sessions.generation, hold.generation),
    holdsLease(hold.lease),
  )
  const toPublish = await ctx.db.transaction(async (tx) => {
    const [before] = await tx.select().from(sessions).where(mine).for('no key update')
    if (!before) {
      await assertLease({ ctx: { db: tx }, input: hold.lease })
      return false
    }
    const [row] = await tx
      .update(sessions)
      .set({ ...change, updatedAt: ctx.now() })
      .where(eq(sessions.id, hold.sessionId))
      .returning()
    const event = row && (await eventOf?.({ tx, before, row }))
    if (!event || row.desiredState === 'delete') return false
    return await emit({ ctx: { db: tx }, input: [toSessionEvent(row, event, ctx.now())] })
  })
  if (toPublish) await ctx.outbox.wake(hold.sessionId)
}
