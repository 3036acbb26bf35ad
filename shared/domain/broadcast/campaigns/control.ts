import { eq } from 'drizzle-orm'
import type { CampaignStatus } from '#shared/contracts/broadcast.ts'
import { campaigns, type Transaction } from '#shared/database/index.ts'
import { CampaignStateConflict } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { endWithin } from './internal/endWithin.ts'
import { lockCampaignWithin } from './internal/lockCampaignWithin.ts'
import { startWithin } from './internal/startWithin.ts'
import { viewOf } from './loadCampaign.ts'
import { publishTicks } from './publishTicks.ts'
import type { CampaignRow, CampaignView } from './view.ts'

interface CampaignCall {
  ctx: AppContext
  input: { id: string }
}

/**
 * Starts a draft, at once or at its scheduled time.
 * @throws NotFound, CampaignStateConflict, LimitExceeded, CapReached
 */
export async function startCampaign({ ctx, input }: CampaignCall): Promise<CampaignView> {
  return await change(
    { ctx, input },
    'started',
    { from: ['draft'], unless: ['scheduled', 'running'] },
    (tx, row) => {
      const { scheduledAt } = row
      const isLater = scheduledAt !== null && scheduledAt > ctx.now()
      return isLater
        ? set(tx, ctx, row, { status: 'scheduled', nextAt: scheduledAt })
        : startWithin(tx, row, ctx.now())
    },
  )
}

/**
 * Pauses a campaign until it is resumed. The connector still sends accepted messages.
 * @throws NotFound, CampaignStateConflict
 */
export async function pauseCampaign({ ctx, input }: CampaignCall): Promise<CampaignView> {
  return await change({ ctx, input }, 'paused', { from: ['running', 'paused'] }, (tx, row) =>
    set(tx, ctx, row, { status: 'paused', reason: 'user', nextAt: null }),
  )
}

/**
 * Resumes a paused campaign. If its session still cannot send, the next step pauses the campaign again.
 * @throws NotFound, CampaignStateConflict
 */
export async function resumeCampaign({ ctx, input }: CampaignCall): Promise<CampaignView> {
  return await change({ ctx, input }, 'resumed', { from: ['paused'], unless: ['running'] }, (tx, row) =>
    set(tx, ctx, row, { status: 'running', reason: null, nextAt: ctx.now() }),
  )
}

/**
 * Cancels a campaign for good. Refunds the units of recipients without a message.
 * @throws NotFound, CampaignStateConflict
 */
export async function cancelCampaign({ ctx, input }: CampaignCall): Promise<CampaignView> {
  const rules: Rules = { from: ['draft', 'scheduled', 'running', 'paused'], unless: ['cancelled'] }
  const view = await change({ ctx, input }, 'cancelled', rules, (tx, row) =>
    endWithin(tx, row, { status: 'cancelled' }, ctx.now()),
  )
  await ctx.outbox.wake(view.session)
  return view
}

interface Rules {
  from: readonly CampaignStatus[]
  /** Statuses in which the change has already happened. A repeated call returns the campaign unchanged. */
  unless?: readonly CampaignStatus[]
}

/**
 * Locks a campaign, checks its status, applies a change, and publishes the next tick.
 * @throws NotFound, CampaignStateConflict
 */
async function change(
  { ctx, input }: CampaignCall,
  to: string,
  { from, unless }: Rules,
  apply: (tx: Transaction, row: CampaignRow) => Promise<CampaignRow>,
): Promise<CampaignView> {
  const row = await ctx.db.transaction(async (tx) => {
    const locked = await lockCampaignWithin(tx, ctx, input.id)
    const { id, status } = locked
    if (unless?.includes(status)) return locked
    if (!from.includes(status)) throw new CampaignStateConflict({ campaignId: id, status, to })
    return await apply(tx, locked)
  })
  if (row.nextAt) await publishTicks({ ctx, input: { due: [row] } })
  return await viewOf({ ctx, input: row })
}

async function set(
  tx: Transaction,
  ctx: AppContext,
  row: CampaignRow,
  values: Partial<CampaignRow>,
): Promise<CampaignRow> {
  const [written] = await tx
    .update(campaigns)
    .set({ ...values, step: row.step + 1, updatedAt: ctx.now() })
    .where(eq(campaigns.id, row.id))
    .returning()
  if (!written) throw new Error(`Campaign ${row.id} was not locked. Lock the campaign before the change.`)
  return written
}
