import { eq } from 'drizzle-orm'
import type { CampaignStatus } from '#shared/contracts/broadcast.ts'
import { campaigns } from '#shared/database/index.ts'
import { CampaignStateConflict } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { lockCampaign } from './loadCampaign.ts'

/** Of the others there is something to be done, or units to be given back: they are cancelled first. */
const AT_REST: readonly CampaignStatus[] = ['draft', 'completed', 'cancelled', 'failed']

/** Deletes a campaign with all that is known of its recipients. Its messages stay as long as others do.
 * @throws NotFound, CampaignStateConflict while it is not over */
export async function deleteCampaign({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { id, status } = await lockCampaign(tx, ctx, input.id)
    if (!AT_REST.includes(status)) throw new CampaignStateConflict({ campaignId: id, status, to: 'deleted' })
    await tx.delete(campaigns).where(eq(campaigns.id, id))
  })
}
