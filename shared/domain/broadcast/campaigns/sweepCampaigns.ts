import { and, eq, isNotNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { campaigns } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { publishTicks } from './publishTicks.ts'

/** Age of a due tick, in ms, after which the tick counts as lost. QStash calls within two seconds. */
const OVERDUE_MS = 20_000
const BATCH = 1_000

/**
 * Publishes ticks of campaigns whose tick is lost, and of paused campaigns whose obstacle is gone. A superfluous tick
 * does nothing. Returns the number of published ticks.
 */
export async function sweepCampaigns({
  ctx,
}: {
  ctx: Pick<Context, 'db' | 'jobs' | 'now'>
}): Promise<number> {
  const now = ctx.now()
  const isOverdue = and(
    isNotNull(campaigns.nextAt),
    lt(campaigns.nextAt, new Date(now.getTime() - OVERDUE_MS)),
  )
  const due = await ctx.db
    .select({ id: campaigns.id, step: campaigns.step, nextAt: campaigns.nextAt })
    .from(campaigns)
    .where(or(isOverdue, and(eq(campaigns.status, 'paused'), isFree(now))))
    .limit(BATCH)
  return await publishTicks({ ctx, input: { due, again: String(now.getTime()) } })
}

/**
 * Builds the condition that the obstacle of a paused campaign is gone. The session is connected or lost for good, its
 * restriction has ended, or its account is active again.
 */
function isFree(now: Date): SQL {
  const session = sql`select 1 from sessions s where s.id = ${campaigns.sessionId}`
  const restriction = sql`select 1 from jsonb_array_elements(s.restrictions) r
    where r ->> 'type' = 'reachout_timelock' and (r ->> 'until' is null or (r ->> 'until')::timestamptz > ${now.toISOString()}::timestamptz)`
  return sql`case ${campaigns.reason}
    when 'session_disconnected' then
      not exists (${session} and s.paired_at is not null and s.intent = 'run' and s.announced is distinct from 'connected')
    when 'reachout_timelock' then
      not exists (${session} and s.paired_at is not null and s.intent = 'run' and exists (${restriction}))
    when 'account_suspended' then
      exists (select 1 from apps join accounts on accounts.id = apps.account_id
        where apps.id = ${campaigns.appId} and accounts.suspended_at is null)
    else false end`
}
