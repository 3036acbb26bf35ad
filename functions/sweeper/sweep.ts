import { pruneJournal } from '#shared/domain/auth-state/index.ts'
import { enqueueLeftBehind } from '#shared/domain/deliveries/index.ts'
import { pruneEvents, publishLeftBehind, reviveEvents } from '#shared/domain/events/index.ts'
import { expirePending, pruneMessages, prunePayloads, requeuePending } from '#shared/domain/messages/index.ts'
import { pruneRequests } from '#shared/domain/requests/index.ts'
import { expireQrs } from '#shared/domain/sessions/index.ts'
import type { SweeperContext } from './services.ts'

/**
 * Does what a crash left undone. Each part stands alone: one that fails is logged and does not keep the others from
 * running.
 * @param options.queueIsEmpty enqueue everything that is still to do, because the queue is known to have lost it
 */
export async function sweep(ctx: SweeperContext, options: { queueIsEmpty?: boolean } = {}): Promise<void> {
  const parts = {
    expire: () => expirePending({ ctx }),
    requeue: () => requeuePending({ ctx, input: { all: options.queueIsEmpty ?? false } }),
    reviveEvents: () => reviveEvents({ ctx, input: { all: options.queueIsEmpty ?? false } }),
    publishEvents: () => publishLeftBehind({ ctx }),
    enqueueDeliveries: () => enqueueLeftBehind({ ctx }),
    expireQrs: () => expireQrs({ ctx }),
    pruneMessages: () => pruneMessages({ ctx }),
    pruneEvents: () => pruneEvents({ ctx }),
    prunePayloads: () => prunePayloads({ ctx }),
    pruneJournal: () => pruneJournal({ ctx }),
    pruneRequests: () => pruneRequests({ ctx }),
  }
  for (const [part, run] of Object.entries(parts)) {
    try {
      const count = await run()
      if (count) ctx.log.info({ part, count }, 'sweep.done')
    } catch (err) {
      ctx.log.error({ err, part }, 'sweep.failed')
    }
  }
}
