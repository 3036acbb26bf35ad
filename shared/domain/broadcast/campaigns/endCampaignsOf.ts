import { and, eq, inArray } from 'drizzle-orm'
import type { CampaignStatus } from '#shared/contracts/broadcast.ts'
import { campaigns } from '#shared/database/index.ts'
import { runBatch } from '../../batches/index.ts'
import type { Context } from '../../context.ts'
import { endWithin } from './internal/endWithin.ts'
import { campaignsOf } from './loadCampaign.ts'

/** Statuses of a campaign that has not ended. A draft needs its session too. */
const OPEN: readonly CampaignStatus[] = ['draft', 'scheduled', 'running', 'paused']

/**
 * Ends the campaigns of a deleted session, each in a transaction of its own, and refunds the units of recipients without a message.
 * @param input.most largest number of campaigns in this call
 * @returns the number of campaigns that had not ended
 */
export async function endCampaignsOf({
  ctx,
  input: { appId, sessionId, most },
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: { appId: string; sessionId: string; most: number }
}): Promise<number> {
  const isOpen = and(
    campaignsOf(appId),
    eq(campaigns.sessionId, sessionId),
    inArray(campaigns.status, [...OPEN]),
  )
  const found = await ctx.db.select({ id: campaigns.id }).from(campaigns).where(isOpen).limit(most)
  for (const { id } of found) {
    await runBatch({
      ctx,
      input: {
        batch: async (tx) => {
          const [row] = await tx
            .select()
            .from(campaigns)
            .where(and(eq(campaigns.id, id), isOpen))
            .for('update')
          if (row) await endWithin(tx, row, { status: 'failed', reason: 'session_deleted' }, ctx.now())
        },
      },
    })
  }
  return found.length
}
