import type { Context } from 'hono'
import { isDatabaseUnavailable, isUnfitValue } from '#shared/database/index.ts'
import { ServiceUnavailable, ValidationFailed, VesperError } from '#shared/errors/index.ts'
import type { Logger } from '#shared/logger.ts'
import { failure } from '../envelope.ts'
import type { ApiEnvironment } from '../services.ts'

/** The one place where an error becomes an answer. What nobody expected is logged whole and answered with a fixed text. */
export function answerError(log: Logger) {
  return (thrown: Error, c: Context<ApiEnvironment>): Response => {
    const error = toVesperError(thrown)
    const requestId = c.get('requestId')
    if (error.status >= 500) {
      log.error({ err: thrown, requestId, method: c.req.method, path: c.req.path }, 'request.failed')
    }
    return c.json(failure(error, requestId), error.status)
  }
}

function toVesperError(thrown: Error): VesperError {
  if (thrown instanceof VesperError) return thrown
  if (isDatabaseUnavailable(thrown)) return new ServiceUnavailable({ dependency: 'database', cause: thrown })
  if (isUnfitValue(thrown)) {
    return new ValidationFailed({ details: [{ path: '', message: 'A value is out of range' }] })
  }
  return new VesperError(
    'INTERNAL_ERROR',
    'Something went wrong on our side. Name the request id when you report it.',
    {
      cause: thrown,
    },
  )
}
