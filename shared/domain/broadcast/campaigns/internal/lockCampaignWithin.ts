import { campaigns, type Transaction } from '#shared/database/index.ts'
import type { AppContext } from '../../../context.ts'
import { foundCampaign, ownCampaign } from '../loadCampaign.ts'
import type { CampaignRow } from '../view.ts'

/**
 * Loads a campaign of the app, and locks its row until the transaction ends.
 * @throws NotFound also for a campaign of another app
 */
export async function lockCampaignWithin(tx: Transaction, ctx: AppContext, id: string): Promise<CampaignRow> {
  return foundCampaign(await tx.select().from(campaigns).where(ownCampaign(ctx, id)).for('update'), id)
}
