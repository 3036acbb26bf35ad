import { eq } from 'drizzle-orm'
import { campaigns } from '#shared/database/index.ts'
import { runBatch } from '../../batches/index.ts'
import type { Context } from '../../context.ts'
import { isAtRest } from './deleteCampaign.ts'
import { endWithin } from './internal/endWithin.ts'
import { campaignsOf } from './loadCampaign.ts'

/**
 * Deletes campaigns of a deleted app, each in a transaction of its own. Cancels a campaign that has not ended first,
 * so that its account gets the unused units back.
 * @param input.most largest number of campaigns in this call
 * @returns the number of deleted campaigns
 */
export async function deleteCampaignsOf({
  ctx,
  input: { appId, most },
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: { appId: string; most: number }
}): Promise<number> {
  const found = await ctx.db
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(campaignsOf(appId))
    .limit(most)
  for (const { id } of found) {
    await runBatch({
      ctx,
      input: {
        batch: async (tx) => {
          const [row] = await tx.select().from(campaigns).where(eq(campaigns.id, id)).for('update')
          if (!row) return
          const now = ctx.now()
          if (!isAtRest(row.status)) await endWithin(tx, row, { status: 'cancelled' }, now)
          await tx.update(campaigns).set({ deletedAt: now, nextAt: null }).where(eq(campaigns.id, id))
        },
      },
    })
  }
  return found.length
}
