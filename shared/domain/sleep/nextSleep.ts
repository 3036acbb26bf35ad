import type { sleep } from '#shared/database/index.ts'

/** Time without a session after which the connectors stop. A customer who replaces a session waits for no start. */
const PARK_AFTER_MS = 10 * 60_000

export type SleepState = Pick<typeof sleep.$inferSelect, 'unusedSince' | 'parkedSince' | 'asleepSince'>

/** The need for the parts of the gateway that sleep. */
export interface Needs {
  /** True if a session exists, also a session in deletion. */
  hasSession: boolean
  /** True if work waits for the sweeper now, or may wait soon. */
  hasWork: boolean
}

/** Returns the state of the sleep after a sweep. The connectors stop first, and then the sweeps when no work is left. */
export function nextSleep(before: SleepState, { hasSession, hasWork }: Needs, now: Date): SleepState {
  if (hasSession) return { unusedSince: null, parkedSince: null, asleepSince: null }
  const unusedSince = before.unusedSince ?? now
  const isParked = now.getTime() - unusedSince.getTime() >= PARK_AFTER_MS
  const parkedSince = isParked ? (before.parkedSince ?? now) : null
  const asleepSince = isParked && !hasWork ? (before.asleepSince ?? now) : null
  return { unusedSince, parkedSince, asleepSince }
}
