import type { AppContext } from '../context.ts'

/** Time that a run needs to withdraw what it wrote, in ms. */
const MARGIN_MS = 2_000

/**
 * Whether a run is about to lose its lease. A second run of the same request may begin then, and may answer for what this run
 * wrote, so that this run withdraws nothing any more.
 */
export function isLeaseEnding({ leaseUntil, now }: Pick<AppContext, 'leaseUntil' | 'now'>): boolean {
  return leaseUntil !== undefined && leaseUntil.getTime() - now().getTime() < MARGIN_MS
}
