import { eq } from 'drizzle-orm'
import { campaigns, type Transaction } from '#shared/database/index.ts'
import { assertBelowCapWithin } from '../../../accounts/index.ts'
import { chargeUsage } from '../../../usage/index.ts'
import type { CampaignRow } from '../view.ts'
import { skipOptedOutWithin } from './skipOptedOutWithin.ts'

/**
 * Starts a campaign: skips the people on the suppression list, and reserves the units of all others or none. Call this function last in a transaction, because other
 * requests of the account wait for its row.
 * @throws LimitExceeded, CapReached
 */
export async function startWithin(
  tx: Transaction,
  row: Pick<CampaignRow, 'id' | 'appId' | 'step'>,
  recipients: number,
  now: Date,
): Promise<CampaignRow> {
  const { appId } = row
  await assertBelowCapWithin(tx, { appId, now }, 'runningCampaigns', 1)
  const skipped = await skipOptedOutWithin(tx, row)
  const { month } = await chargeUsage({
    ctx: { db: tx },
    input: { appId, counter: 'broadcast', units: recipients - skipped, now },
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
