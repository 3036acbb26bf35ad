import type { Job } from '#shared/queues/index.ts'
import type { Context } from '../../context.ts'
import type { CampaignRow } from './view.ts'

/** QStash's free plan keeps a message for 7 days. A tick that comes before its time is published again. */
const LONGEST_DELAY_SECONDS = 6 * 24 * 3_600

/** Less than that is not waited for: QStash knows whole seconds. */
export const TOO_SHORT_TO_WAIT_MS = 250

/** A campaign whose next tick QStash is to have. */
export type Ticking = Pick<CampaignRow, 'id' | 'step' | 'nextAt'>

/**
 * Hands the next ticks of campaigns to QStash. What it does not take is overdue a little later, and the sweeper finds it. Answers how
 * many it took.
 * @param again makes them other jobs than those that QStash has seen already
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
