import { eq } from 'drizzle-orm'
import type { CampaignStatus } from '#shared/contracts/broadcast.ts'
import { campaignRecipients, campaigns, type Transaction } from '#shared/database/index.ts'
import { CampaignStateConflict } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { endWithin } from './internal/endWithin.ts'
import { lockCampaignWithin } from './internal/lockCampaignWithin.ts'
import { startWithin } from './internal/startWithin.ts'
import { viewOf } from './loadCampaign.ts'
import { publishTicks } from './publishTick.ts'
import type { CampaignRow, CampaignView } from './view.ts'

interface Asked {
  ctx: AppContext
  input: { id: string }
}

/** Starts a draft: at once, or at its time.
 * @throws NotFound, CampaignStateConflict, LimitExceeded, CapReached */
export async function startCampaign({ ctx, input }: Asked): Promise<CampaignView> {
  return await change(
    { ctx, input },
    'started',
    { from: ['draft'], unless: ['scheduled', 'running'] },
    (tx, row) => {
      const { scheduledAt } = row
      const isLater = scheduledAt !== null && scheduledAt > ctx.now()
      return isLater ? set(tx, ctx, row, { status: 'scheduled', nextAt: scheduledAt }) : start(tx, ctx, row)
    },
  )
}

async function start(tx: Transaction, ctx: AppContext, row: CampaignRow): Promise<CampaignRow> {
  const recipients = await tx.$count(campaignRecipients, eq(campaignRecipients.campaignId, row.id))
  return await startWithin(tx, row, recipients, ctx.now())
}

/** Sends nothing more until it is resumed. What has been accepted already still goes.
 * @throws NotFound, CampaignStateConflict */
export async function pauseCampaign({ ctx, input }: Asked): Promise<CampaignView> {
  return await change({ ctx, input }, 'paused', { from: ['running', 'paused'] }, (tx, row) =>
    set(tx, ctx, row, { status: 'paused', reason: 'user', nextAt: null }),
  )
}

/** Goes on with a campaign that is paused. If its session is what holds it up, it is paused again.
 * @throws NotFound, CampaignStateConflict */
export async function resumeCampaign({ ctx, input }: Asked): Promise<CampaignView> {
  return await change({ ctx, input }, 'resumed', { from: ['paused'], unless: ['running'] }, (tx, row) =>
    set(tx, ctx, row, { status: 'running', reason: null, nextAt: ctx.now() }),
  )
}

/** Ends a campaign for good. Units of those whom nothing was sent to are given back.
 * @throws NotFound, CampaignStateConflict */
export async function cancelCampaign({ ctx, input }: Asked): Promise<CampaignView> {
  const rules: Rules = { from: ['draft', 'scheduled', 'running', 'paused'], unless: ['cancelled'] }
  const view = await change({ ctx, input }, 'cancelled', rules, (tx, row) =>
    endWithin(tx, row, { status: 'cancelled' }, ctx.now()),
  )
  await ctx.outbox.wake(view.session)
  return view
}

interface Rules {
  from: readonly CampaignStatus[]
  /** There already: who asks twice gets the same answer. */
  unless?: readonly CampaignStatus[]
}

/** @throws NotFound, CampaignStateConflict */
async function change(
  { ctx, input }: Asked,
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
  if (!written) throw new Error(`Campaign ${row.id} was not locked`)
  return written
}
