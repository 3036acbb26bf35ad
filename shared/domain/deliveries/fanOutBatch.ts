import { type SQL, sql } from 'drizzle-orm'
import { events, hiddenArray, webhooks } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { concernsFlows, subscriberIds } from '../events/index.ts'
import { enqueueDeliveries } from './enqueueDeliveries.ts'
import { isBusyIn, laneOf } from './lane.ts'
import { promoteNext } from './promoteNext.ts'

interface FannedOut {
  [column: string]: unknown
  /** Id of an event that the batch leaves to `fanOut`; null for a delivery. */
  left: string | null
  id: string
  webhookId: string
  lane: string
  state: 'pending' | 'waiting' | 'failed'
  failing: boolean
}

/**
 * Makes the deliveries of several events in one statement, marks the events as handled, and enqueues the deliveries that
 * lead their lanes. Leaves out each event that a flow may answer, also a handled one, whose effects may be missing. Leaves out each
 * event that has a webhook with a filter, and the later events of a lane with such an event. A second call changes nothing.
 * @returns the events that are left out, which `fanOut` handles in order
 * @throws without any effect if another call handles one of the events
 */
export async function fanOutBatch({
  ctx,
  input: { eventIds },
}: {
  ctx: Pick<Context, 'db' | 'jobs' | 'now'>
  input: { eventIds: readonly string[] }
}): Promise<ReadonlySet<string>> {
  const now = ctx.now()
  const { rows } = await ctx.db.execute<FannedOut>(fanOutStatement(eventIds, now))
  const made = rows.filter(({ left }) => left === null)
  const due = made.filter(({ state }) => state === 'pending')
  const failing = new Set(made.flatMap(({ webhookId, failing }) => (failing ? [webhookId] : [])))
  await enqueueDeliveries({
    ctx,
    input: {
      due: due.map(({ id, webhookId }) => ({ id, webhookId, attempts: 0, replays: 0, nextAttemptAt: now })),
      options: { isFailing: (webhookId) => failing.has(webhookId), together: true },
    },
  })
  // A lane whose head is in the batch promotes its next delivery after the head.
  const led = new Set(due.map(nameOf))
  const busy = made.filter((one) => one.state === 'waiting' && !led.has(nameOf(one)))
  await promoteNext({ ctx, input: { lanes: busy } })
  return new Set(rows.flatMap(({ left }) => left ?? []))
}

function nameOf({ webhookId, lane }: Pick<FannedOut, 'webhookId' | 'lane'>): string {
  return `${webhookId} ${lane}`
}

/** Builds the statement of a batch. */
export function fanOutStatement(eventIds: readonly string[], now: Date): SQL {
  const at = sql`${now.toISOString()}::timestamptz`
  const due = { appId: sql`due.app_id`, sessionId: sql`due.session_id`, type: sql`due.type` }
  return sql`
    with due as materialized (
      select ${events.id}, ${events.seq}, ${events.appId}, ${events.sessionId}, ${events.type}, ${laneOf(events)} as lane,
        ${concernsFlows(events)} as is_for_flows
      from ${events} where ${events.id} in (select unnest(${hiddenArray(eventIds, 'text')}))
        and (${events.handledAt} is null or ${concernsFlows(events)})
      order by ${events.seq} for update nowait
    ),
    subscribed as materialized (
      select due.id as event_id, due.seq, due.lane, ${webhooks.id} as webhook_id, ${webhooks.disabled} is not null as disabled,
        ${webhooks.failingSince} is not null as failing, ${webhooks.filter} is not null as filtered
      from due cross join lateral (${subscriberIds(due)}) as chosen join ${webhooks} on ${webhooks.id} = chosen.id
      for key share of ${webhooks}
    ),
    apart as (
      select lane, min(seq) as seq from (
        select lane, seq from due where is_for_flows union all select lane, seq from subscribed where filtered
      ) as one group by lane
    ),
    whole as materialized (
      select due.id from due left join apart using (lane) where apart.seq is null or due.seq < apart.seq
    ),
    made as (
      insert into deliveries (id, webhook_id, event_id, lane, created_at, next_attempt_at, state, error)
      select ${NEW_ID}, webhook_id, event_id, lane, ${at}, case when disabled then null else ${at} end,
        case when disabled then 'failed' when place > 1 or ${isBusyIn(sql`one.lane`, sql`one.webhook_id`)} then 'waiting' else 'pending' end,
        case when disabled then 'webhook_disabled' end
      from (
        select *, row_number() over (partition by webhook_id, lane order by seq) as place
        from subscribed where event_id in (select id from whole)
      ) as one
      order by one.seq
      on conflict do nothing
      returning id, webhook_id, lane, state
    ),
    handled as (
      update events set handled_at = ${at} where id in (select id from whole)
    )
    select null as left, id, webhook_id as "webhookId", lane, state,
      (select bool_or(failing) from subscribed where subscribed.webhook_id = made.webhook_id) as failing
    from made
    union all
    select id, null, null, null, null, null from due where id not in (select id from whole)`
}

/** Expression for the id of a delivery: 21 characters of base64url, like the ids of `newDeliveryId`. */
const NEW_ID = sql`left(translate(encode(uuid_send(gen_random_uuid()), 'base64'), '+/=', '-_'), 21)`
