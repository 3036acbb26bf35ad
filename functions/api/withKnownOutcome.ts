import { isDatabaseUnavailable, isOutcomeUnknown, observeWrites } from '#shared/database/index.ts'
import { OutcomeUnknown, ServiceUnavailable, VesperError } from '#shared/errors/index.ts'
import type { ApiServices } from './services.ts'

/**
 * Runs a request on an observed database, and states its outcome correctly if the database fails. A verb that withdrew its own
 * writes throws `ServiceUnavailable`, which passes unchanged.
 * @throws ServiceUnavailable if nothing was written; OutcomeUnknown if a write succeeded before the failure or is in doubt
 */
export async function withKnownOutcome<T>(
  services: ApiServices,
  run: (observed: ApiServices) => Promise<T>,
): Promise<T> {
  const { db, mayHaveWritten, observe } = observeWrites(services.db)
  const { sharedSends: sends } = services
  const sharedSends: ApiServices['sharedSends'] = sends && {
    loadSession: (ref) => sends.loadSession(ref),
    accept: (row) => observe(() => sends.accept(row)),
  }
  try {
    return await run({ ...services, db, ...(sharedSends && { sharedSends }) })
  } catch (error) {
    // The verb's own error is authoritative. The cause may be an error of the queue that resembles a database error.
    if (error instanceof VesperError) throw error
    if (isOutcomeUnknown(error)) throw new OutcomeUnknown({ cause: error })
    if (!isDatabaseUnavailable(error)) throw error
    if (mayHaveWritten()) throw new OutcomeUnknown({ cause: error })
    throw new ServiceUnavailable({ dependency: 'database', cause: error })
  }
}
