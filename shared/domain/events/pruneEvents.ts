import { inArray, lt } from 'drizzle-orm'
import { events } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

const BATCH = 5_000

/** Deletes events, with their deliveries, that are older than they are kept. Answers how many. */
export async function pruneEvents({
  ctx,
}: {
  ctx: Pick<Context, 'db' | 'now' | 'settings'>
}): Promise<number> {
  const before = new Date(ctx.now().getTime() - ctx.settings.keepDeliveriesMs)
  const old = ctx.db
    .select({ id: events.id })
    .from(events)
    .where(lt(events.occurredAt, before))
    .orderBy(events.occurredAt)
    .limit(BATCH)
  const { rowCount } = await ctx.db.delete(events).where(inArray(events.id, old))
  return rowCount ?? 0
}
