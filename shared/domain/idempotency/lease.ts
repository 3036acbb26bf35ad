import type { AppContext } from '../context.ts'

/** Time that a run needs to withdraw its writes, in ms. */
const MARGIN_MS = 2_000

/**
 * Tells whether a run is about to lose its lease. A run without a lease must not withdraw its writes. A second run of
 * the same request may return the written rows to the caller.
 */
export function isLeaseEnding({ leaseUntil, now }: Pick<AppContext, 'leaseUntil' | 'now'>): boolean {
  return leaseUntil !== undefined && leaseUntil.getTime() - now().getTime() < MARGIN_MS
}
