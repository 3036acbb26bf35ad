import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'
import { isDatabaseUnavailable, isUnstorableValue } from '#shared/database/index.ts'
import { ServiceUnavailable, ValidationFailed, VesperError } from '#shared/errors/index.ts'
import type { Logger } from '#shared/logger.ts'
import { failure } from '../envelope.ts'
import type { ApiEnvironment } from '../services.ts'

/** Converts errors to answers, in this one place. An unexpected error is logged whole and answered with a fixed text. */
export function answerError(log: Logger) {
  return (thrown: Error, c: Context<ApiEnvironment>): Response => {
    const error = toVesperError(thrown)
    const requestId = c.get('requestId')
    if (error.status >= 500) {
      log.error({ err: thrown, requestId, method: c.req.method, route: patternOf(c) }, 'request.failed')
    }
    return c.json(failure(error, requestId), error.status)
  }
}

/** Returns the route's pattern, such as `/api/v1/chats/:sessionId/:jid`. The path itself may contain a phone number. */
function patternOf(c: Context<ApiEnvironment>): string {
  return matchedRoutes(c).at(-1)?.path ?? 'none'
}

function toVesperError(thrown: Error): VesperError {
  if (thrown instanceof VesperError) return thrown
  if (isDatabaseUnavailable(thrown)) return new ServiceUnavailable({ dependency: 'database', cause: thrown })
  if (isUnstorableValue(thrown)) {
    return new ValidationFailed({
      details: [{ path: '', message: 'A value is out of range. Correct the request.' }],
    })
  }
  return new VesperError(
    'INTERNAL_ERROR',
    'An internal error occurred. Include the request id when you report it.',
    {
      cause: thrown,
    },
  )
}
