import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'
import { isDatabaseUnavailable, isUnstorableValue } from '#shared/database/index.ts'
import {
  MethodNotAllowed,
  ServiceUnavailable,
  UnsupportedContentCoding,
  UploadAborted,
  ValidationFailed,
  VesperError,
} from '#shared/errors/index.ts'
import type { Logger } from '#shared/logger.ts'
import { failure } from '../envelope.ts'
import type { ApiEnvironment } from '../services.ts'

/** Converts errors to answers, in this one place. An unexpected error is logged whole and answered with a fixed text. */
export function answerError(log: Logger) {
  return (thrown: Error, c: Context<ApiEnvironment>): Response => {
    const error = toVesperError(thrown)
    const requestId = c.get('requestId')
    const facts = () => ({ requestId, method: c.req.method, route: patternOf(c) })
    if (error.status >= 500) log.error({ err: thrown, ...facts() }, 'request.failed')
    else if (error instanceof UploadAborted) log.info(facts(), 'request.aborted')
    return c.json(failure(error, requestId), error.status, headersOf(error))
  }
}

/** Returns the headers that HTTP requires with an error (RFC 9110, sections 11.6.1, 15.5.6 and 15.5.16). */
function headersOf(error: VesperError): Record<string, string> {
  if (error.code === 'UNAUTHORIZED') return { 'WWW-Authenticate': 'Bearer realm="Vesper Gateway"' }
  if (error instanceof MethodNotAllowed) return { Allow: error.allowed.join(', ') }
  if (error instanceof UnsupportedContentCoding) return { 'Accept-Encoding': 'identity' }
  return {}
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
