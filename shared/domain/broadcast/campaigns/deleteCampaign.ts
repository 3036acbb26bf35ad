import { eq } from 'drizzle-orm'
import type { CampaignStatus } from '#shared/contracts/broadcast.ts'
import { campaigns } from '#shared/database/index.ts'
import { CampaignStateConflict } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { lockCampaignWithin } from './internal/lockCampaignWithin.ts'

/** Statuses in which a campaign has no work and no units left. A campaign in another status must be cancelled first. */
const AT_REST: readonly CampaignStatus[] = ['draft', 'completed', 'cancelled', 'failed']

/** Tells whether a campaign in this status can be deleted. */
export function isAtRest(status: CampaignStatus): boolean {
  return AT_REST.includes(status)
}

/**
 * Deletes a campaign. The sweeper deletes its recipients in batches. The messages of the campaign stay as long as
 * other messages.
 * @throws NotFound, CampaignStateConflict for a campaign that has not ended
 */
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
