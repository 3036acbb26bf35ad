import { isDatabaseUnavailable, isOutcomeUnknown, observeWrites } from '#shared/database/index.ts'
import { OutcomeUnknown, ServiceUnavailable, VesperError } from '#shared/errors/index.ts'
import type { ApiServices } from './services.ts'

/**
 * Runs a request on a database that it observes, and says truly how the request ended where the database failed.
 * A verb that withdrew its writes itself throws `ServiceUnavailable`, which passes unchanged.
 * @throws ServiceUnavailable if nothing was written, OutcomeUnknown if a write succeeded before the failure or is in doubt
 */
export async function withKnownOutcome<T>(
  services: ApiServices,
  run: (observed: ApiServices) => Promise<T>,
): Promise<T> {
  const { db, mayHaveWritten } = observeWrites(services.db)
  try {
    return await run({ ...services, db })
  } catch (error) {
    // A verb knows best. Its error may have the queue's as its cause, which looks like the database's.
    if (error instanceof VesperError) throw error
    if (isOutcomeUnknown(error)) throw new OutcomeUnknown({ cause: error })
    if (!isDatabaseUnavailable(error)) throw error
    if (mayHaveWritten()) throw new OutcomeUnknown({ cause: error })
    throw new ServiceUnavailable({ dependency: 'database', cause: error })
  }
}
