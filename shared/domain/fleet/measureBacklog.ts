import { type SQL, sql } from 'drizzle-orm'
import { METRICS } from '#shared/contracts/metrics.ts'
import { events, messages, sessions } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

/** A lost connection recovers within this time, unless the phone, WhatsApp or the gateway is down. */
const DOWN_AFTER_MS = 5 * 60_000

/**
 * Measures values that no single process sees: the number of sessions that should be connected and are not, and two ages. One is the age of
 * the oldest pending message of a connected session. The other is the age of the oldest event without its deliveries.
 */
export async function measureBacklog({
  ctx,
}: {
  ctx: Pick<Context, 'db' | 'metrics' | 'now'>
}): Promise<void> {
  const now = ctx.now()
  const since = new Date(now.getTime() - DOWN_AFTER_MS).toISOString()
  const at = sql`${now.toISOString()}::timestamptz`
  const secondsSince = (oldest: SQL) => sql`greatest(0, extract(epoch from ${at} - ${oldest}))::float`
  const { rows } = await ctx.db.execute<{ down: number; messages: number | null; events: number | null }>(sql`
    select
      (select count(*)::int from ${sessions}
        where intent = 'run' and paired_at is not null and updated_at < ${since}::timestamptz
          and (status = 'connecting' or (status = 'disconnected' and reason = 'client_outdated'))) as down,
      (select ${secondsSince(sql`min(pending.created_at)`)} from ${messages} pending
        join ${sessions} on ${sessions.id} = pending.session_id
        where pending.pending_until is not null and pending.status = 'PENDING' and ${sessions.status} = 'connected') as messages,
      (select ${secondsSince(sql`min(occurred_at)`)} from ${events}
        where handled_at is null and (held_until is null or held_until < ${at})) as events`)
  ctx.metrics.record({
    [METRICS.sessionsDown]: rows[0]?.down ?? 0,
    [METRICS.messageLagSeconds]: rows[0]?.messages ?? 0,
    [METRICS.eventLagSeconds]: rows[0]?.events ?? 0,
  })
}
