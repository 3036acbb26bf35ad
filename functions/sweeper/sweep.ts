import { pruneAudit } from '#shared/domain/audit/index.ts'
import { pruneJournal } from '#shared/domain/auth-state/index.ts'
import { BatchTurns, type Bounds } from '#shared/domain/batches/index.ts'
import { sweepCampaigns } from '#shared/domain/broadcast/index.ts'
import { pruneRuns, sweepRuns } from '#shared/domain/chatbot/index.ts'
import { pruneConnectorRequests } from '#shared/domain/connectorRequests/index.ts'
import { releaseStuckLanes, requeueDeliveries } from '#shared/domain/deliveries/index.ts'
import { eraseDeleted } from '#shared/domain/erasure/index.ts'
import { pruneEvents, publishOverdueEvents, unpublishUnhandledEvents } from '#shared/domain/events/index.ts'
import { measureBacklog } from '#shared/domain/fleet/index.ts'
import { pruneIdempotencyKeys } from '#shared/domain/idempotency/index.ts'
import {
  expirePending,
  pruneLateChanges,
  pruneMessages,
  prunePayloads,
  pruneUploads,
  removeErasedFiles,
  requeuePending,
} from '#shared/domain/messages/index.ts'
import { expireRequests, runPersonRequests } from '#shared/domain/persons/index.ts'
import { releaseOrphans } from '#shared/domain/sessionRemoval/index.ts'
import { expireQrs, expireRestrictions } from '#shared/domain/sessions/index.ts'
import { isAsleep, settleSleep } from '#shared/domain/sleep/index.ts'
import type { SweeperContext } from './services.ts'

/** Time limit of a run. The sweeper runs every minute, and runs must not overlap. */
const WITHIN_MS = 40_000
/** Rows that one kind of pruning deletes in a run. */
const MOST_PRUNED = 50_000
const END_OF_TIME = new Date(8.64e15)

/** Returns the number of rows that it has processed. */
type Part = () => Promise<number | undefined>

/**
 * Finishes work that a crash interrupted, erases deleted entities, and prunes old rows. The parts run in parallel and
 * independently: one that fails is logged, and one that waits for a queue delays no other. Erasures and prunings take turns batch
 * by batch, so that the database carries the load of one of them.
 * @param options.queueIsEmpty enqueues all pending work, because the queue has lost its messages
 * @param options.isDaily true for the daily run, which sweeps only if the runs of each minute have stopped
 * @param options.withinMs no batch begins later than this after the start, in ms
 */
export async function sweep(
  ctx: SweeperContext,
  options: { queueIsEmpty?: boolean; isDaily?: boolean; withinMs?: number } = {},
): Promise<void> {
  const until = new Date(ctx.now().getTime() + (options.withinMs ?? WITHIN_MS))
  const all = options.queueIsEmpty ?? false
  const isDaily = options.isDaily ?? false
  const settle = async (didWork: boolean) =>
    await runPart(ctx, 'sleep', async () => {
      await settleSleep({ ctx, input: { didWork, isDaily } })
      return undefined
    })
  if (isDaily && !(await isAsleep({ ctx }))) return void (await settle(true))
  const parts = Object.entries(partsOf(ctx, until, all))
  const didWork = await Promise.all(parts.map(([part, run]) => runPart(ctx, part, run)))
  await settle(didWork.includes(true))
}

/** Runs a part and never throws, so that the other parts continue. Returns true if the part has work, or may have some. */
async function runPart(ctx: SweeperContext, part: string, run: Part): Promise<boolean> {
  try {
    const count = await run()
    if (count) ctx.log.info({ part, count }, 'sweep.done')
    return Boolean(count)
  } catch (err) {
    ctx.log.error({ err, part }, 'sweep.failed')
    return true
  }
}

function partsOf(ctx: SweeperContext, until: Date, all: boolean): Record<string, Part> {
  const turns = new BatchTurns()
  const pruning: Bounds = { until, turns, most: MOST_PRUNED }
  return {
    expired: () => expirePending({ ctx, input: { until } }),
    messages: () => requeuePending({ ctx, input: { all, until } }),
    events: async () => {
      // An empty queue needs all events, without a time limit.
      const revival = { all, until: all ? END_OF_TIME : until }
      await runPart(ctx, 'revival', () => unpublishUnhandledEvents({ ctx, input: revival }))
      return await publishOverdueEvents({ ctx, input: { until } })
    },
    lanes: () => releaseStuckLanes({ ctx, input: { until } }),
    campaigns: () => sweepCampaigns({ ctx }),
    deliveries: () => requeueDeliveries({ ctx, input: { until } }),
    flows: () => sweepRuns({ ctx }),
    qrs: () => expireQrs({ ctx }),
    restrictions: () => expireRestrictions({ ctx }),
    orphans: () => releaseOrphans({ ctx }),
    files: () => removeErasedFiles({ ctx, input: { until } }),
    deletions: () => eraseDeleted({ ctx, input: { until, turns } }),
    persons: () => runPersonRequests({ ctx, input: { until, turns } }),
    personRequests: () => expireRequests({ ctx, input: { until, turns } }),
    auditLog: () => pruneAudit({ ctx, input: pruning }),
    journal: () => pruneJournal({ ctx, input: pruning }),
    requests: () => pruneConnectorRequests({ ctx, input: pruning }),
    idempotencyKeys: () => pruneIdempotencyKeys({ ctx, input: pruning }),
    payloads: () => prunePayloads({ ctx, input: pruning }),
    uploads: () => pruneUploads({ ctx, input: pruning }),
    runs: () => pruneRuns({ ctx, input: pruning }),
    lateChanges: () => pruneLateChanges({ ctx, input: pruning }),
    oldMessages: () => pruneMessages({ ctx, input: pruning }),
    oldEvents: () => pruneEvents({ ctx, input: pruning }),
    measure: async () => {
      await measureBacklog({ ctx })
      return undefined
    },
  }
}
