import { and, eq, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { partitions, sessions } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { markSession } from './markSession.ts'

/** A connector takes up a partition without an owner within seconds. */
const WITHOUT_CONNECTOR_MS = 60_000
const AT_ONCE = 100

/**
 * Lets go of deleted sessions that no connector has to do with, because no connector runs. Their phones go on showing a linked device until
 * WhatsApp drops it. Answers how many.
 */
export async function releaseOrphans({
  ctx,
}: {
  ctx: Pick<Context, 'db' | 'now' | 'outbox'>
}): Promise<number> {
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

/** The database's own clock counts for leases. */
const withoutOwner: SQL = sql`not exists (
  select 1 from ${partitions} where ${partitions.id} = ${sessions.partition} and ${partitions.expiresAt} > now())`
