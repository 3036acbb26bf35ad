import { and, desc, eq, isNull } from 'drizzle-orm'
import { sessions } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import type { SessionRow } from './view.ts'

/** A session of any app and in any state that a connector has to do with, for its connector. For users there is `loadSession`. */
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

/** All sessions of a partition, the recently active first, for the connector that leases it. */
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
