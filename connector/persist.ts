import { isDatabaseUnavailable } from '#shared/database/index.ts'
import { LeaseLost } from '#shared/domain/fleet/index.ts'
import type { Logger } from '#shared/logger.ts'
import type { LeaseHandle } from './fleet/leaseHandle.ts'
import { pause } from './wait.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000
/**
 * Attempts of a write that the database rejects. Unlike a write to a database that is down, it fails each time. The log holds the error.
 */
const MAX_REFUSALS = 5

/** Result of a write. `ended`: the lease ended, and the next owner reads the current state. */
export type PersistResult = 'written' | 'refused' | 'ended'

/**
 * Runs a write, and repeats it until the database takes it or the lease ends. A write without an answer ends the lease and is not
 * repeated, because it may commit late, after newer writes.
 */
export async function persist(
  leaseHandle: LeaseHandle,
  log: Logger,
  write: () => Promise<void>,
): Promise<PersistResult> {
  let pauseMs = FIRST_PAUSE_MS
  for (let refusals = 0; leaseHandle.isValid; ) {
    try {
      await write()
      return 'written'
    } catch (err) {
      leaseHandle.reportWriteFailure(err)
      if (err instanceof LeaseLost) return 'ended'
      log.error({ err }, 'persist.failed')
      if (!isDatabaseUnavailable(err)) refusals += 1
      if (refusals >= MAX_REFUSALS) return 'refused'
    }
    await pause(pauseMs, leaseHandle.ended)
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
  }
  return 'ended'
}
