import { sql } from 'drizzle-orm'
import { METRICS } from '#shared/contracts/metrics.ts'
import { events, sessions } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

/** A lost connection recovers within this time, unless the phone, WhatsApp or the gateway is down. */
const DOWN_AFTER_MS = 5 * 60_000

/**
 * Measures values that no single process sees: the sessions that should be connected and are not, and the age of the
 * oldest unpublished event.
 */
export async function measureBacklog({
  ctx,
}: {
  ctx: Pick<Context, 'db' | 'metrics' | 'now'>
}): Promise<void> {
  const now = ctx.now()
  const since = new Date(now.getTime() - DOWN_AFTER_MS).toISOString()
  const { rows } = await ctx.db.execute<{ down: number; lag: number | null }>(sql`
    select
      (select count(*)::int from ${sessions}
        where intent = 'run' and paired_at is not null and updated_at < ${since}::timestamptz
          and (status = 'connecting' or (status = 'disconnected' and reason = 'client_outdated'))) as down,
      (select extract(epoch from ${now.toISOString()}::timestamptz - min(occurred_at))::float from ${events}
        where published_at is null and (held_until is null or held_until < ${now.toISOString()}::timestamptz)) as lag`)
  const { down = 0, lag = null } = rows[0] ?? {}
  ctx.metrics.record({ [METRICS.sessionsDown]: down, [METRICS.eventLagSeconds]: Math.max(0, lag ?? 0) })
}
