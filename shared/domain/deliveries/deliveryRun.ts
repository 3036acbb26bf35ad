import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { METRICS } from '#shared/contracts/metrics.ts'
import { deliveries, hiddenArray, isDatabaseUnavailable } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import type { WebhookRow } from '../webhooks/index.ts'
import { attempt } from './attempt.ts'
import { type ClaimedDelivery, claimNext } from './claimDeliveries.ts'
import { enqueueDeliveries } from './enqueueDeliveries.ts'
import { leadsLane } from './lane.ts'
import { isSuccess } from './post.ts'
import { promoteNext } from './promoteNext.ts'
import {
  type DeliveryRow,
  isGivenUp,
  type Outcome,
  type Retry,
  type Settled,
  settle,
  settleDisabled,
} from './settle.ts'

export type DeliveryContext = Pick<
  Context,
  'db' | 'media' | 'keyring' | 'jobs' | 'now' | 'settings' | 'log' | 'metrics'
>

/** Time for the start of posts, in ms. A post takes 13 s at most, so that all posts end within the claim (15 s). */
const START_WITHIN_MS = 1_500
/**
 * Duration of a post, in ms, after which the run hands the other deliveries over. A slow webhook thus gets them by other
 * jobs, in all of its places.
 */
const SLOW_MS = 250
/** Time that an ended attempt waits for further attempts of its statement, in ms. */
const LINGER_MS = 100
/** Pauses between tries to record attempts, in ms. The attempts and all tries end before QStash's time-out of 30 s. */
const RECORD_PAUSES_MS = [200, 1_000]

const UNCHANGED: Settled = { retries: [], isChanged: false }

/**
 * Delivers claimed deliveries of one webhook one after another, and then the next deliveries of their lanes. After the
 * time for posts, or after a failed attempt, the run hands the rest over to other jobs.
 */
export class DeliveryRun {
  readonly #ctx: DeliveryContext
  readonly #webhook: WebhookRow
  readonly #queue: ClaimedDelivery[]
  readonly #handOvers: Promise<unknown>[] = []
  /** Ended attempts that are not recorded. */
  #outcomes: Outcome[] = []
  /** Deliveries that end because their webhook is disabled. */
  #disabled: ClaimedDelivery[] = []
  #settling: Promise<void> = Promise.resolve()
  #lingering: NodeJS.Timeout | undefined
  #current: ClaimedDelivery | undefined
  #isClosed = false
  #hasFailed = false

  constructor(ctx: DeliveryContext, claimed: readonly [ClaimedDelivery, ...ClaimedDelivery[]]) {
    this.#ctx = ctx
    this.#webhook = claimed[0].webhook
    this.#queue = [...claimed]
  }

  /**
   * Resolves when each attempt is recorded, and each other delivery handed over.
   * @throws if the database or the keyring fails
   */
  async finish(): Promise<void> {
    const deadline = setTimeout(() => this.#close(), START_WITHIN_MS)
    try {
      for (;;) {
        const next = this.#queue.shift()
        if (next) await this.#attempt(next)
        else {
          await this.#flush()
          if (this.#queue.length === 0) break
        }
      }
    } finally {
      clearTimeout(deadline)
      // After a fault, the run records the attempts that have ended, and claims no further delivery.
      this.#isClosed = true
      await this.#flush()
      await Promise.all(this.#handOvers)
    }
  }

  async #attempt(claimed: ClaimedDelivery): Promise<void> {
    const { delivery, webhook, event } = claimed
    this.#current = claimed
    if (webhook.disabled) this.#disabled.push(claimed)
    else {
      const slow = setTimeout(() => this.#close(), SLOW_MS)
      const posting = attempt({ ctx: this.#ctx, input: { webhook, event, deliveryId: delivery.id } })
      const result = await posting.finally(() => clearTimeout(slow))
      this.#outcomes.push({ delivery, result, retry: true })
      if (!isSuccess(result)) {
        this.#hasFailed = true
        this.#close()
      }
    }
    this.#current = undefined
    this.#lingering ??= setTimeout(() => void this.#flush().catch(() => undefined), LINGER_MS)
  }

  /** Records the attempts that have ended, after the attempts of the call before. */
  async #flush(): Promise<void> {
    clearTimeout(this.#lingering)
    this.#lingering = undefined
    this.#settling = this.#settling.then(() => this.#settleAll())
    await this.#settling
  }

  async #settleAll(): Promise<void> {
    const [outcomes, disabled] = [this.#outcomes, this.#disabled]
    if (outcomes.length + disabled.length === 0) return
    this.#outcomes = []
    this.#disabled = []
    const { retries, isChanged } = await this.#record(outcomes, disabled)
    // The other jobs load the webhook as it is now.
    if (isChanged) this.#close()
    const givenUp = outcomes.filter(isGivenUp).length
    if (givenUp > 0) this.#ctx.metrics.record({ [METRICS.deliveriesFailed]: givenUp })
    await this.#enqueue(retries)
    await this.#continue([...outcomes, ...disabled].map(({ delivery }) => delivery))
  }

  /** Claims the next deliveries of the lanes in which attempts have ended. After the time for posts, promotes them. */
  async #continue(ended: readonly DeliveryRow[]): Promise<void> {
    const ctx = this.#ctx
    const queued = new Set([this.#current, ...this.#queue].map((one) => one?.delivery.lane))
    const lanes = ended.filter((delivery) => leadsLane(delivery) && !queued.has(delivery.lane))
    if (this.#isClosed) return await promoteNext({ ctx, input: { lanes } })
    this.#queue.push(...(await claimNext({ ctx, input: { lanes } })))
    if (this.#isClosed) this.#handOver()
  }

  /**
   * Records attempts, and tries again when the database fails: QStash's next call would post unrecorded attempts again.
   * If the database committed a record without an answer, the next try finds the record.
   */
  async #record(outcomes: readonly Outcome[], disabled: readonly ClaimedDelivery[]): Promise<Settled> {
    const [ctx, webhook] = [this.#ctx, this.#webhook]
    const ids = disabled.map(({ delivery }) => delivery.id)
    const write = async () => {
      if (ids.length > 0) await settleDisabled({ ctx, input: { webhookId: webhook.id, ids } })
      return outcomes.length > 0 ? await settle({ ctx, input: { webhook, outcomes } }) : UNCHANGED
    }
    for (const pauseMs of RECORD_PAUSES_MS) {
      try {
        return await write()
      } catch (err) {
        if (!isDatabaseUnavailable(err)) throw err
        ctx.log.warn({ err }, 'delivery.record_failed')
        await pause(pauseMs)
      }
    }
    return await write()
  }

  /** Ends the time for posts: the attempt that runs is the last. */
  #close(): void {
    this.#isClosed = true
    this.#handOver()
  }

  /** Releases the claims of the queue, and enqueues the first delivery of each lane. The others keep waiting for their turns. */
  #handOver(): void {
    const rest = this.#queue.splice(0).map(({ delivery }) => delivery)
    if (rest.length === 0) return
    const handOver = async () => {
      const ids = hiddenArray(
        rest.map(({ id }) => id),
        'text',
      )
      await this.#ctx.db.execute(sql`
        update ${deliveries} set claimed_until = null, enqueued_at = null
        where ${deliveries.id} in (select unnest(${ids})) and ${deliveries.state} in ('pending', 'waiting')`)
      await this.#enqueue(rest.filter(({ state }) => state === 'pending'))
      await promoteNext({ ctx: this.#ctx, input: { lanes: rest.filter(({ state }) => state === 'waiting') } })
    }
    const handing = handOver()
    // The run awaits the promise at its end.
    handing.catch(() => undefined)
    this.#handOvers.push(handing)
  }

  async #enqueue(due: readonly Retry[]): Promise<void> {
    const options = { isFailing: () => this.#hasFailed }
    await enqueueDeliveries({ ctx: this.#ctx, input: { due, options } })
  }
}
