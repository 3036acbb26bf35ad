import type { Job } from '#shared/queues/index.ts'
import type { Context } from '../../context.ts'
import type { CampaignRow } from './view.ts'

/**
 * Longest delay of a tick. QStash's free plan keeps a message for 7 days. A tick before its time is published again.
 */
const LONGEST_DELAY_SECONDS = 6 * 24 * 3_600

/** Waits up to this time, in ms, are skipped, because QStash counts whole seconds. */
export const TOO_SHORT_TO_WAIT_MS = 250

/** Campaign whose next tick QStash is to have. */
export type Ticking = Pick<CampaignRow, 'id' | 'step' | 'nextAt'>

/**
 * Publishes the next ticks of campaigns to QStash. A tick that QStash refuses becomes overdue, and the sweeper
 * publishes the tick again.
 * @param input.again makes new deduplication ids, so that QStash does not drop the ticks as duplicates
 * @returns the number of ticks that QStash took
 */
export async function publishTicks({
  ctx,
  input: { due, again },
}: {
  ctx: Pick<Context, 'jobs' | 'now'>
  input: { due: readonly Ticking[]; again?: string | undefined }
}): Promise<number> {
  const now = ctx.now().getTime()
  const jobs = due.map(({ id, step, nextAt }): Job<'campaign-tick'> => {
    const delayMs = (nextAt?.getTime() ?? now) - now
    const delaySeconds = Math.min(Math.ceil(delayMs / 1000), LONGEST_DELAY_SECONDS)
    return {
      name: 'campaign-tick',
      input: { campaignId: id, step },
      deduplicationId: [id, step, ...(again === undefined ? [] : [again])].join('-'),
      ...(delayMs > TOO_SHORT_TO_WAIT_MS && { delaySeconds }),
    }
  })
  return (await ctx.jobs.publishAll(jobs)).length
}
