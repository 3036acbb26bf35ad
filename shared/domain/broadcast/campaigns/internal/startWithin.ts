import { and, eq } from 'drizzle-orm'
import { campaignRecipients, campaigns, type Transaction } from '#shared/database/index.ts'
import { assertBelowCapWithin } from '../../../accounts/index.ts'
import { chargeUsage } from '../../../usage/index.ts'
import type { CampaignRow } from '../view.ts'
import { skipOptedOutWithin } from './skipOptedOutWithin.ts'

/**
 * Starts a campaign: skips the people on the suppression list, and reserves the units of all pending recipients or none. A recipient
 * that an erasure skipped before the start costs nothing. Call this function last in a transaction, because other requests of the
 * account wait for its row.
 * @throws LimitExceeded, CapReached
 */
export async function startWithin(
  tx: Transaction,
  row: Pick<CampaignRow, 'id' | 'appId' | 'step'>,
  now: Date,
): Promise<CampaignRow> {
  const { appId } = row
  await assertBelowCapWithin(tx, { appId, now }, 'runningCampaigns', 1)
  await skipOptedOutWithin(tx, row)
  const { campaignId, status } = campaignRecipients
  const units = await tx.$count(campaignRecipients, and(eq(campaignId, row.id), eq(status, 'pending')))
  const { month } = await chargeUsage({
    ctx: { db: tx },
    input: { appId, counter: 'broadcast', units, now },
  })
  const [started] = await tx
    .update(campaigns)
    .set({
      status: 'running',
      chargedMonth: month,
      step: row.step + 1,
      startedAt: now,
      dueAt: now,
      nextAt: now,
      updatedAt: now,
    })
    .where(eq(campaigns.id, row.id))
    .returning()
  if (!started) throw new Error(`Campaign ${row.id} was not locked. Lock the campaign before the change.`)
  return started
}
