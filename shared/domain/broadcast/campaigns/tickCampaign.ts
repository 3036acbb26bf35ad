import { and, eq, inArray } from 'drizzle-orm'
import type { JobInput } from '#shared/contracts/jobs.ts'
import { campaigns, type Transaction } from '#shared/database/index.ts'
import { CapReached, LimitExceeded } from '#shared/errors/index.ts'
import type { Context } from '../../context.ts'
import { type CampaignDecision, decideStepWithin } from './internal/decideStepWithin.ts'
import { endWithin } from './internal/endWithin.ts'
import { type FollowUp, performStepWithin } from './internal/performStepWithin.ts'
import { lockTrafficWithin } from './internal/queriesWithin.ts'
import { startWithin } from './internal/startWithin.ts'
import { publishTicks } from './publishTicks.ts'
import type { CampaignRow } from './view.ts'

/** Result of a step. */
interface CampaignStep {
  row: CampaignRow
  /** Work after the commit. */
  followUp?: FollowUp
}

/**
 * Runs one step of a campaign, if the campaign is still at this step. A step accepts one message at most. The
 * transaction that leaves the step also writes the message's row, so repeated and concurrent calls send no second
 * message. If the host dies after the commit, the sweeper enqueues the row's command and publishes the overdue tick.
 */
export async function tickCampaign({
  ctx,
  input,
}: {
  ctx: Context
  input: JobInput<'campaign-tick'>
}): Promise<void> {
  const done = await ctx.db.transaction((tx) => takeStep(tx, ctx, input))
  if (!done) return
  const { row, followUp } = done
  await Promise.all([
    followUp?.(),
    row.nextAt && publishTicks({ ctx, input: { due: [row] } }),
    row.endedAt && ctx.outbox.wake(row.sessionId),
  ])
}

async function takeStep(
  tx: Transaction,
  ctx: Context,
  { campaignId, step }: JobInput<'campaign-tick'>,
): Promise<CampaignStep | null> {
  const [row] = await tx
    .select()
    .from(campaigns)
    .where(
      and(
        eq(campaigns.id, campaignId),
        eq(campaigns.step, step),
        inArray(campaigns.status, ['scheduled', 'running', 'paused']),
      ),
    )
    .for('update')
  if (!row) return null
  if (row.status === 'scheduled') return { row: await startScheduled(tx, ctx, row) }
  await lockTrafficWithin(tx, row.sessionId)
  return await carryOut(tx, ctx, row, await decideStepWithin(tx, ctx, row))
}

/** Wait, in ms, before a campaign that the account's cap holds back tries to start again. */
const NO_ROOM_MS = 60_000

/**
 * Starts a scheduled campaign when its time has come. The campaign fails if the plan has too few units left. While
 * the account runs as many campaigns as its cap permits, the campaign waits.
 */
async function startScheduled(tx: Transaction, ctx: Context, row: CampaignRow): Promise<CampaignRow> {
  const now = ctx.now()
  if (row.scheduledAt && row.scheduledAt > now)
    return await advanceCampaign(tx, ctx, row, { nextAt: row.scheduledAt })
  try {
    return await startWithin(tx, row, now)
  } catch (error) {
    if (error instanceof CapReached)
      return await advanceCampaign(tx, ctx, row, { nextAt: new Date(now.getTime() + NO_ROOM_MS) })
    if (!(error instanceof LimitExceeded)) throw error
    return await endWithin(tx, row, { status: 'failed', reason: 'limit_exceeded' }, now)
  }
}

async function carryOut(
  tx: Transaction,
  ctx: Context,
  row: CampaignRow,
  decision: CampaignDecision,
): Promise<CampaignStep> {
  switch (decision.do) {
    case 'end':
      return { row: await endWithin(tx, row, decision.ending, ctx.now()) }
    case 'pause':
      return {
        row: await advanceCampaign(tx, ctx, row, { status: 'paused', reason: decision.reason, nextAt: null }),
      }
    case 'wait':
      return { row: await advanceCampaign(tx, ctx, row, { nextAt: decision.until }) }
    default: {
      const { change, followUp } = await performStepWithin(tx, ctx, row, decision)
      return { row: await advanceCampaign(tx, ctx, row, change), ...(followUp && { followUp }) }
    }
  }
}

/**
 * Moves a campaign to its next step. A paused campaign runs again and loses its reason, unless `change` sets status
 * and reason.
 */
async function advanceCampaign(
  tx: Transaction,
  ctx: Context,
  row: CampaignRow,
  change: Partial<CampaignRow>,
): Promise<CampaignRow> {
  const status = row.status === 'paused' ? 'running' : row.status
  const [next] = await tx
    .update(campaigns)
    .set({ status, reason: null, ...change, step: row.step + 1, updatedAt: ctx.now() })
    .where(eq(campaigns.id, row.id))
    .returning()
  if (!next) throw new Error(`Campaign ${row.id} was not locked. Lock the campaign before the change.`)
  return next
}
