import { type SQL, sql } from 'drizzle-orm'
import type { WebhookDisabled } from '#shared/contracts/webhooks.ts'
import { deliveries, deliveryAttempts, hiddenArray, webhooks } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import type { WebhookRow } from '../webhooks/index.ts'
import { isSuccess, type PostResult } from './post.ts'
import { retryDelaySeconds } from './schedule.ts'

/** Time without a successful attempt, in ms, after which the gateway disables a webhook. */
const GIVE_UP_AFTER_MS = 3 * 24 * 3_600_000
const GONE = 410

export type DeliveryRow = typeof deliveries.$inferSelect

/** Attempt that has ended. */
export interface Outcome {
  delivery: DeliveryRow
  result: PostResult
  /** False for a single attempt, whose failure is final. */
  retry: boolean
}

/** Delivery whose next attempt is due. */
export type Retry = Pick<DeliveryRow, 'id' | 'webhookId' | 'attempts' | 'replays' | 'nextAttemptAt'>

/** Result of a record. */
export interface Settled {
  /** Deliveries with a further attempt that QStash does not have. */
  retries: Retry[]
  /** True if the webhook was changed, disabled or deleted since it was loaded. */
  isChanged: boolean
}

/**
 * Records attempts at one webhook, with their effects on the deliveries and on the webhook, in one statement. An attempt
 * that is already recorded changes nothing. A deletion also locks the webhook before its deliveries, so that the two
 * cannot deadlock. The attempts of a deleted webhook are not recorded.
 * @param input.webhook the webhook as it was loaded
 * @param input.outcomes the attempts, in the order of their ends
 */
export async function settle({
  ctx,
  input: { webhook, outcomes },
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: { webhook: Pick<WebhookRow, 'id' | 'updatedAt'>; outcomes: readonly Outcome[] }
}): Promise<Settled> {
  const { rows } = await ctx.db.execute<{ id: string | null }>(sql`
    with known as materialized (
      select ${webhooks.id} as webhook_id, ${webhooks.disabled} as disabled,
        date_trunc('milliseconds', ${webhooks.updatedAt}) as updated_at
      from ${webhooks} where ${webhooks.id} = ${webhook.id} and ${webhooks.deletedAt} is null for key share
    ),
    outcome as materialized (select given.* from known, ${toRows(outcomes)}),
    updated as (
      update ${deliveries} d set state = o.state, error = o.failure, next_attempt_at = o.next_at, attempts = o.number,
        enqueued_at = null, claimed_until = null
      from outcome o where d.id = o.id and d.attempts = o.number - 1
      returning d.id, d.state
    ),
    written as (
      insert into ${deliveryAttempts} (delivery_id, number, at, duration_ms, status, error, response, next_attempt_at)
      select o.id, o.number, o.at, o.duration_ms, o.status, o.error, o.response, o.next_at
      from outcome o join updated using (id)
      on conflict do nothing
    ),
    health as (${updateHealth(webhook.id, outcomes, ctx.now())})
    select id from updated where state = 'pending'
    union all
    select d.id from outcome o join ${deliveries} d using (id)
    where d.attempts = o.number and d.state = 'pending' and d.enqueued_at is null and d.claimed_until is null
    union all
    select null where not exists (
      select 1 from known where disabled is null and updated_at = ${webhook.updatedAt.toISOString()}::timestamptz)`)
  const due = new Set(rows.map(({ id }) => id))
  const retries = outcomes.flatMap(({ delivery, result, retry }) =>
    due.has(delivery.id)
      ? [{ ...delivery, ...nextOf(delivery, result, retry), attempts: delivery.attempts + 1 }]
      : [],
  )
  return { retries, isChanged: due.has(null) }
}

/** Tells whether a delivery has failed for good with an outcome. */
export function isGivenUp({ delivery, result, retry }: Outcome): boolean {
  return nextOf(delivery, result, retry).state === 'failed'
}

/** Ends the deliveries of a disabled webhook. */
export async function settleDisabled({
  ctx,
  input: { webhookId, ids },
}: {
  ctx: Pick<Context, 'db'>
  input: { webhookId: string; ids: readonly string[] }
}): Promise<void> {
  await ctx.db.execute(sql`
    with known as materialized (
      select ${webhooks.id} from ${webhooks}
      where ${webhooks.id} = ${webhookId} and ${webhooks.deletedAt} is null for key share
    )
    update ${deliveries} set state = 'failed', error = 'webhook_disabled', next_attempt_at = null, claimed_until = null
    from known where ${deliveries.id} in (select unnest(${hiddenArray(ids, 'text')})) and ${deliveries.state} in ('pending', 'waiting')`)
}

function toRows(outcomes: readonly Outcome[]): SQL {
  const rows = outcomes.map(({ delivery, result, retry }) => ({
    ...result,
    id: delivery.id,
    number: delivery.attempts + 1,
    next: nextOf(delivery, result, retry),
  }))
  const list = (type: 'text' | 'int' | 'timestamptz', of: (row: (typeof rows)[number]) => unknown) =>
    hiddenArray(rows.map(of), type)
  return sql`unnest(
    ${list('text', ({ id }) => id)}, ${list('int', ({ number }) => number)}, ${list('text', ({ next }) => next.state)},
    ${list('text', ({ next }) => next.error)}, ${list('timestamptz', ({ next }) => next.nextAttemptAt?.toISOString() ?? null)},
    ${list('timestamptz', ({ at }) => at.toISOString())}, ${list('int', ({ durationMs }) => durationMs)},
    ${list('int', ({ status }) => status)}, ${list('text', ({ error }) => error)}, ${list('text', ({ response }) => response)}
  ) as given (id, number, state, failure, next_at, at, duration_ms, status, error, response)`
}

/** Returns the state of a delivery after an attempt. A pending delivery has the time of its next attempt. */
function nextOf(
  delivery: DeliveryRow,
  result: PostResult,
  retry: boolean,
): Pick<DeliveryRow, 'state' | 'error' | 'nextAttemptAt'> {
  if (isSuccess(result)) return { state: 'succeeded', error: null, nextAttemptAt: null }
  if (result.status === GONE) return { state: 'failed', error: 'gone', nextAttemptAt: null }
  const attempt = delivery.attempts - delivery.attemptsBefore + 1
  const delaySeconds = retry ? retryDelaySeconds(attempt, result.retryAfterSeconds) : null
  if (delaySeconds === null) return { state: 'failed', error: 'attempts_exhausted', nextAttemptAt: null }
  const failedAt = result.at.getTime() + result.durationMs
  return { state: 'pending', error: null, nextAttemptAt: new Date(failedAt + delaySeconds * 1000) }
}

/**
 * Builds the update of the time since which the attempts of a webhook fail. Disables the webhook after a 410, or after
 * three days of failures. Only an attempt whose delivery has failed for good can disable the webhook for its failures.
 */
function updateHealth(webhookId: string, outcomes: readonly Outcome[], now: Date): SQL {
  const last = outcomes.findLastIndex(({ result }) => isSuccess(result))
  const failed = outcomes.slice(last + 1)
  const at = sql`${now.toISOString()}::timestamptz`
  const ofWebhook = sql`${webhooks.id} = ${webhookId} and exists (select 1 from updated)`
  const isGone = outcomes.some(({ result }) => result.status === GONE)
  if (failed.length === 0 && !isGone)
    return sql`update ${webhooks} set failing_since = null where ${ofWebhook} and ${webhooks.failingSince} is not null`
  const since = last === -1 ? sql`coalesce(${webhooks.failingSince}, ${at})` : at
  const giveUpBefore = new Date(now.getTime() - GIVE_UP_AFTER_MS).toISOString()
  const isFailing =
    last === -1 && failed.some(isGivenUp)
      ? sql`${webhooks.failingSince} < ${giveUpBefore}::timestamptz`
      : sql`false`
  const reason: WebhookDisabled = isGone ? 'gone' : 'failing'
  return sql`update ${webhooks} set failing_since = ${since},
      disabled = case when ${webhooks.disabled} is null and (${isGone} or ${isFailing}) then ${reason} else ${webhooks.disabled} end
    where ${ofWebhook}`
}
