import { eq } from 'drizzle-orm'
import type { CampaignStatus } from '#shared/contracts/broadcast.ts'
import { campaigns } from '#shared/database/index.ts'
import { CampaignStateConflict } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { lockCampaignWithin } from './internal/lockCampaignWithin.ts'

/** Of the others there is something to be done, or units to be given back: they are cancelled first. */
const AT_REST: readonly CampaignStatus[] = ['draft', 'completed', 'cancelled', 'failed']

/** Whether a campaign in this status can be deleted as it is. */
export function isAtRest(status: CampaignStatus): boolean {
  return AT_REST.includes(status)
}

/** Deletes a campaign; the sweeper deletes what is known of its recipients in batches. Its messages stay as long as others do.
 * @throws NotFound, CampaignStateConflict while it is not over */
export async function deleteCampaign({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { id, status } = await lockCampaignWithin(tx, ctx, input.id)
    if (!isAtRest(status)) throw new CampaignStateConflict({ campaignId: id, status, to: 'deleted' })
    await tx.update(campaigns).set({ deletedAt: ctx.now() }).where(eq(campaigns.id, id))
  })
}
