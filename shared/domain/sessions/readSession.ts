import { and, desc, eq, isNull } from 'drizzle-orm'
import { sessions } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import type { SessionRow } from './view.ts'

/**
 * Reads a session of any app for its connector. A session that is marked for the sweeper is not found. The verbs of the
 * API use `loadSession`.
 */
export async function readSession({
  ctx,
  input: { id },
}: {
  ctx: Pick<Context, 'db'>
  input: { id: string }
}): Promise<SessionRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.id, id), isNull(sessions.deletedAt)))
  return row
}

/** Reads all sessions of a partition for the connector that leases the partition, the most recently changed first. */
export async function readPartition({
  ctx,
  input: { partition },
}: {
  ctx: Pick<Context, 'db'>
  input: { partition: number }
}): Promise<SessionRow[]> {
  return await ctx.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.partition, partition), isNull(sessions.deletedAt)))
    .orderBy(desc(sessions.updatedAt))
}
