import { type SQL, sql } from 'drizzle-orm'
import { hiddenArray } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import type { NamedAttempt } from './claimDeliveries.ts'

/**
 * Duration of a claim, in ms, longer than the time of a job for its posts. QStash's first retry comes one second after
 * the claim ends.
 */
const CLAIM_MS = 15_000
/** Limit of waiting deliveries that one statement claims in a lane. */
const OF_EACH_LANE = 10

/** Lane of a webhook. */
export interface WebhookLane {
  webhookId: string
  lane: string
}

/** Returns lanes as a table expression. The caller names its columns: webhook id, lane. */
export function laneTable(lanes: readonly WebhookLane[]): SQL {
  const webhookIds = lanes.map(({ webhookId }) => webhookId)
  const names = lanes.map(({ lane }) => lane)
  return sql`unnest(${hiddenArray(webhookIds, 'text')}, ${hiddenArray(names, 'text')})`
}

/** Returns attempts as a table expression. The caller names its columns: id, attempt. */
export function attemptTable(named: readonly NamedAttempt[]): SQL {
  const ids = named.map(({ deliveryId }) => deliveryId)
  const attempts = named.map(({ attempt }) => attempt)
  return sql`unnest(${hiddenArray(ids, 'text')}, ${hiddenArray(attempts, 'int')})`
}

/** Returns the current time, and the end of a claim that begins now, as SQL. */
export function inTime(ctx: Pick<Context, 'now'>): { now: SQL; until: SQL } {
  const now = ctx.now()
  const at = (ms: number) => sql`${new Date(ms).toISOString()}::timestamptz`
  return { now: at(now.getTime()), until: at(now.getTime() + CLAIM_MS) }
}

/**
 * Builds table expressions that claim the first waiting deliveries of lanes: `firsts` has the first of each lane, and
 * `others` the following ones. A lane whose first delivery another call takes meanwhile gives nothing, so that no
 * delivery overtakes the first.
 * @param lanes query for columns webhook_id and lane
 */
export function claimWaiting(lanes: SQL, { now, until }: { now: SQL; until: SQL }) {
  const isFree = sql`d.state = 'waiting' and (d.claimed_until is null or d.claimed_until <= ${now})`
  return {
    page: sql`
      select first.*, row_number() over (partition by first.webhook_id, first.lane order by first.seq) as place
      from (${lanes}) as one cross join lateral (
        select id, webhook_id, lane, seq from deliveries
        where webhook_id = one.webhook_id and lane = one.lane and state = 'waiting' order by seq limit ${OF_EACH_LANE}
      ) as first`,
    firsts: sql`
      update deliveries d set claimed_until = ${until} from page
      where d.id = page.id and page.place = 1 and ${isFree}
      returning d.id, d.webhook_id, d.lane`,
    others: sql`
      update deliveries d set claimed_until = ${until} from page join firsts using (webhook_id, lane)
      where d.id = page.id and page.place > 1 and ${isFree}
      returning d.id`,
  }
}
