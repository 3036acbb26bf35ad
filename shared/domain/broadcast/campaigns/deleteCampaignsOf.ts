import { eq } from 'drizzle-orm'
import { campaigns } from '#shared/database/index.ts'
import { runBatch } from '../../batches/index.ts'
import type { Context } from '../../context.ts'
import { isAtRest } from './deleteCampaign.ts'
import { endWithin } from './internal/endWithin.ts'
import { campaignsOf } from './loadCampaign.ts'

/**
 * Deletes campaigns of an app that is deleted, each in a transaction of its own. A campaign that is not over is cancelled, so that its
 * account gets the unused units back. Answers how many campaigns it deleted.
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
