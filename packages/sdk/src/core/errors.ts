import type { components } from '../generated/types.ts'

type Failure = components['schemas']['Failure']['error']

/**
 * Code of an error. The gateway's codes are in docs/errors.md; a newer gateway may have others.
 * `CONNECTION_FAILED`: no answer arrived. `CLIENT_TIMEOUT`: the client's own time-out ended the call.
 * `INVALID_ANSWER`: the answer is not the gateway's, such as the page of a proxy.
 */
export type ErrorCode =
  | Failure['code']
  | 'CONNECTION_FAILED'
  | 'CLIENT_TIMEOUT'
  | 'INVALID_ANSWER'
  | (string & {})

export interface ErrorFacts {
  code: ErrorCode
  message: string
  /** Status of HTTP; 0 if no answer arrived. */
  status?: number
  /** ID of the request, for support. */
  requestId?: string | undefined
  /** Faults of an invalid request, or facts of another failure. */
  details?: Failure['details'] | undefined
  /** Pause that the gateway asks for, in ms. */
  retryAfterMs?: number | undefined
  /** Error of the runtime, such as that of `fetch`. */
  cause?: unknown
}

/** A call that failed. `code` says why, and `message` names the cause and the remedy. */
export class VesperError extends Error {
  override readonly name: string = 'VesperError'
  readonly code: ErrorCode
  readonly status: number
  readonly requestId: string | undefined
  readonly details: Failure['details'] | undefined
  readonly retryAfterMs: number | undefined

  constructor({ code, message, status = 0, requestId, details, retryAfterMs, cause }: ErrorFacts) {
    super(message, { cause })
    this.code = code
    this.status = status
    this.requestId = requestId
    this.details = details
    this.retryAfterMs = retryAfterMs
  }
}
