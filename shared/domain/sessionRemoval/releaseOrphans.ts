import { and, eq, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { partitions, sessions } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { markSession } from './markSession.ts'

/** A connector takes a partition without an owner within seconds. */
const WITHOUT_CONNECTOR_MS = 60_000
const AT_ONCE = 100

/**
 * Marks deleted sessions for the sweeper if no connector runs that could unlink the sessions. The phone of each session
 * shows a linked device until WhatsApp removes the device. Returns the number of sessions.
 */
export async function releaseOrphans({ ctx }: { ctx: Pick<Context, 'db' | 'now'> }): Promise<number> {
  const isOrphan = and(
    eq(sessions.desiredState, 'delete'),
    isNull(sessions.deletedAt),
    lt(sessions.updatedAt, new Date(ctx.now().getTime() - WITHOUT_CONNECTOR_MS)),
    withoutOwner,
  )
  const orphans = await ctx.db.select({ id: sessions.id }).from(sessions).where(isOrphan).limit(AT_ONCE)
  for (const { id } of orphans)
    await markSession({ ctx, input: { sessionId: id, which: and(eq(sessions.id, id), isOrphan) } })
  return orphans.length
}

/** Leases expire by the clock of the database. */
const withoutOwner: SQL = sql`not exists (
  select 1 from ${partitions} where ${partitions.id} = ${sessions.partition} and ${partitions.expiresAt} > now())`
