import { pruneJournal } from '#shared/domain/auth-state/index.ts'
import { sweepCampaigns } from '#shared/domain/broadcast/index.ts'
import { pruneRuns, sweepRuns } from '#shared/domain/chatbot/index.ts'
import { enqueueLeftBehind } from '#shared/domain/deliveries/index.ts'
import { pruneEvents, publishLeftBehind, reviveEvents } from '#shared/domain/events/index.ts'
import { measureBacklog } from '#shared/domain/fleet/index.ts'
import { pruneIdempotencyKeys } from '#shared/domain/idempotency/index.ts'
import {
  expirePending,
  pruneMessages,
  prunePayloads,
  pruneUploads,
  requeuePending,
} from '#shared/domain/messages/index.ts'
import { pruneRequests } from '#shared/domain/requests/index.ts'
import { expireQrs, expireRestrictions } from '#shared/domain/sessions/index.ts'
import type { SweeperContext } from './services.ts'

/** It runs every minute, and one run is not to meet the next. */
const WITHIN_MS = 40_000

/**
 * Does what a crash left undone. Its parts run beside each other, and each stands alone: one that fails is logged, and
 * one that waits for a queue keeps no other from its work.
 * @param options.queueIsEmpty enqueue everything that is still to do, because the queue is known to have lost it
 */
export async function sweep(ctx: SweeperContext, options: { queueIsEmpty?: boolean } = {}): Promise<void> {
  const until = new Date(ctx.now().getTime() + WITHIN_MS)
  const all = options.queueIsEmpty ?? false
  const parts = {
    messages: async () => (await expirePending({ ctx })) + (await requeuePending({ ctx, input: { all } })),
    events: async () => {
      await reviveEvents({ ctx, input: { all } })
      return await publishLeftBehind({ ctx, input: { until } })
    },
    campaigns: () => sweepCampaigns({ ctx }),
    deliveries: () => enqueueLeftBehind({ ctx, input: { until } }),
    flows: () => sweepRuns({ ctx }),
    sessions: async () => (await expireQrs({ ctx })) + (await expireRestrictions({ ctx })),
    prune: () => prune(ctx),
    measure: () => measureBacklog({ ctx }),
  }
  await Promise.all(
    Object.entries(parts).map(async ([part, run]) => {
      try {
        const count = await run()
        if (count) ctx.log.info({ part, count }, 'sweep.done')
      } catch (err) {
        ctx.log.error({ err, part }, 'sweep.failed')
      }
    }),
  )
}

/** Forgets what is older than it is kept. */
async function prune(ctx: SweeperContext): Promise<number> {
  await pruneJournal({ ctx })
  await pruneRequests({ ctx })
  await pruneIdempotencyKeys({ ctx })
  await prunePayloads({ ctx })
  await pruneRuns({ ctx })
  await pruneUploads({ ctx })
  return (await pruneMessages({ ctx })) + (await pruneEvents({ ctx }))
}
