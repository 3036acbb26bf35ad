import { isDatabaseUnavailable } from '#shared/database/index.ts'
import { LeaseLost } from '#shared/domain/fleet/index.ts'
import type { Logger } from '#shared/logger.ts'
import type { Tenure } from '../fleet/tenure.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000

/** A write that the database refuses, rather than can not take now, is refused again; what it held is in the log. */
const MAX_REFUSALS = 5

/**
 * Writes what must not get lost while this connector owns the partition: it tries again until the database takes it.
 * Answers false when the tenure ended first, and the next owner reads the truth for itself; or when the database
 * refuses the write for what it is.
 */
export async function persist(tenure: Tenure, log: Logger, write: () => Promise<void>): Promise<boolean> {
  let refusals = 0
  let pauseMs = FIRST_PAUSE_MS
  while (tenure.isValid && refusals < MAX_REFUSALS) {
    try {
      await write()
      return true
    } catch (err) {
      if (err instanceof LeaseLost) return false
      log.error({ err }, 'persist.failed')
      if (!isDatabaseUnavailable(err)) refusals += 1
    }
    await pause(pauseMs, tenure.ended)
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
  }
  return false
}

/** Waits, or less if the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })
}
