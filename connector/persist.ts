import { isDatabaseUnavailable } from '#shared/database/index.ts'
import { LeaseLost } from '#shared/domain/fleet/index.ts'
import type { Logger } from '#shared/logger.ts'
import type { LeaseHandle } from './fleet/leaseHandle.ts'
import { pause } from './wait.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000
/** A write that the database refuses, rather than can't take now, is refused again; what it held is in the log. */
const MAX_REFUSALS = 5

/** What became of a write. `ended`: the lease did, and the next owner reads the truth for itself. */
export type PersistResult = 'written' | 'refused' | 'ended'

/**
 * Writes what must not get lost while this connector owns the partition: it tries again until the database takes it. A write that gets no
 * answer ends the lease, and is not repeated: the first may commit late, behind later writes.
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
