import { and, eq, inArray } from 'drizzle-orm'
import type { JobInput } from '#shared/contracts/jobs.ts'
import { campaignRecipients, campaigns, type Transaction } from '#shared/database/index.ts'
import { CapReached, LimitExceeded } from '#shared/errors/index.ts'
import type { Context } from '../../context.ts'
import { type CampaignDecision, decideStepWithin } from './internal/decideStepWithin.ts'
import { endWithin } from './internal/endWithin.ts'
import { type FollowUp, performStepWithin } from './internal/performStepWithin.ts'
import { lockTrafficWithin } from './internal/queriesWithin.ts'
import { startWithin } from './internal/startWithin.ts'
import { publishTicks } from './publishTick.ts'
import type { CampaignRow } from './view.ts'

/** What a step leaves behind. */
interface CampaignStep {
  row: CampaignRow
  /** What is left to be done once it is committed. */
  followUp?: FollowUp
}

/**
 * Takes a campaign one step further, if it still is at this step: one message at the most. A message's row is written in the transaction
 * that leaves the step, so that no repetition, and no two calls at once, send anybody a second one. Who dies behind the commit leaves a
 * row that the sweeper enqueues, and a tick that is overdue.
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

/** A due campaign that the account's cap keeps from starting is tried again after so long. */
const NO_ROOM_MS = 60_000

/**
 * A campaign whose time has come. If its plan has not enough left by then, it fails. While the account has as many campaigns under way as it
 * may, the campaign waits.
 */
async function startScheduled(tx: Transaction, ctx: Context, row: CampaignRow): Promise<CampaignRow> {
  const now = ctx.now()
  if (row.scheduledAt && row.scheduledAt > now)
    return await advanceCampaign(tx, ctx, row, { nextAt: row.scheduledAt })
  const recipients = await tx.$count(campaignRecipients, eq(campaignRecipients.campaignId, row.id))
  try {
    return await startWithin(tx, row, recipients, now)
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

/** Leaves the step. Whatever held the campaign up is over, unless the change says so. */
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
  if (!next) throw new Error(`Campaign ${row.id} was not locked`)
  return next
}
