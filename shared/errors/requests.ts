import { boundPath } from './bounds.ts'
import type { ErrorDetail } from './table.ts'
import { VesperError } from './vesperError.ts'

export class ValidationFailed extends VesperError {
  constructor(facts: { details: readonly ErrorDetail[] }) {
    const [first] = facts.details
    const what =
      first === undefined
        ? 'The request is not valid'
        : first.path
          ? `${boundPath(first.path)}: ${first.message}`
          : first.message
    super('VALIDATION_ERROR', what, { details: facts.details })
  }
}

export class Unauthorized extends VesperError {
  constructor() {
    super(
      'UNAUTHORIZED',
      'Missing or invalid API key. Send an API key in the x-api-key header. API keys begin with vsp_.',
    )
  }
}

/** The time of the key has passed. */
export class ApiKeyExpired extends VesperError {
  constructor(facts: { expiredAt: Date }) {
    super(
      'UNAUTHORIZED',
      `The API key expired at ${facts.expiredAt.toISOString()}. Ask the operator of this gateway for another key, or for a later end.`,
    )
  }
}

/** The key names the addresses that may use it, and the caller has another address. */
export class AddressNotAllowed extends VesperError {
  constructor(facts: { address: string }) {
    super(
      'UNAUTHORIZED',
      `The API key may not be used from ${facts.address}. Use an address of its allowedIps, or ask the operator to add this one.`,
    )
  }
}

/** The cursor is later than the present: the database was restored from a copy that counts transactions from the start. */
export class CursorOfAnotherLog extends ValidationFailed {
  constructor() {
    const message = 'The cursor belongs to an earlier database. Begin again without a cursor, or with latest.'
    super({ details: [{ path: 'after', message }] })
  }
}

type EntityName =
  | 'Session'
  | 'Message'
  | 'Group'
  | 'Chat'
  | 'Username'
  | 'Webhook'
  | 'Delivery'
  | 'List'
  | 'Campaign'
  | 'Suppression'
  | 'Route'
  | 'Account'
  | 'App'
  | 'API key'
  | 'Flow'
  | 'Step'
  | 'Conversation'
  | 'Request'

export class NotFound extends VesperError {
  constructor(facts: { what: EntityName; id: string }) {
    super('NOT_FOUND', `${facts.what} ${facts.id} does not exist.`)
  }
}

export class InvalidAdminToken extends VesperError {
  constructor() {
    super('UNAUTHORIZED', 'Missing or invalid admin token. Send the token as Authorization: Bearer <token>.')
  }
}

export class InvalidJobSignature extends VesperError {
  constructor() {
    super('UNAUTHORIZED', 'The signature is missing, invalid, or not for this URL.')
  }
}

export class RateLimitExceeded extends VesperError {
  readonly retryAfterSeconds: number

  constructor(facts: { limit: number; retryAfterSeconds: number }) {
    super(
      'RATE_LIMITED',
      `Rate limit exceeded (${facts.limit} requests/minute). Try again in ${facts.retryAfterSeconds} s.`,
    )
    this.retryAfterSeconds = facts.retryAfterSeconds
  }
}

export class IdempotencyConflict extends VesperError {
  constructor(facts: { why: 'running' | 'other_request' }) {
    super(
      'IDEMPOTENCY_CONFLICT',
      facts.why === 'running'
        ? 'A request with this Idempotency-Key is still running. Try again in a moment.'
        : 'This Idempotency-Key belongs to another request. Use a new key for each request.',
    )
  }
}

export class PayloadTooLarge extends VesperError {
  /** @param facts.counted the way in which Lambda counts the body, if it is not the number of its bytes */
  constructor({ maxBytes, counted }: { maxBytes: number; counted?: 'base64' | 'escaped' }) {
    const why = {
      base64: ' Only a body with the Content-Type application/json or text may be larger.',
      escaped: ' Each quote, backslash and line break counts twice.',
    }
    super(
      'PAYLOAD_TOO_LARGE',
      `The request body is larger than ${maxBytes} bytes.${counted ? why[counted] : ''}`,
    )
  }
}

/** The database or the queue cannot be reached, and the code that throws knows that nothing of the request was accepted. */
export class ServiceUnavailable extends VesperError {
  constructor(facts: {
    dependency: 'database' | 'queue' | 'secret of the edge' | 'service of the connectors'
    cause?: unknown
  }) {
    super(
      'SERVICE_UNAVAILABLE',
      `The ${facts.dependency} cannot be reached; nothing was accepted. Try again in a moment.`,
      {
        cause: facts.cause,
      },
    )
  }
}

/** A write was sent and got no answer. The gateway does not know whether the request was accepted. */
export class OutcomeUnknown extends VesperError {
  constructor(facts: { cause?: unknown } = {}) {
    super(
      'OUTCOME_UNKNOWN',
      'The database or the queue did not answer in time. The gateway does not know whether it accepted the request. ' +
        'Repeat the request with the same Idempotency-Key. Without a key, check the result before you repeat the request.',
      { cause: facts.cause },
    )
  }
}

export class OperationTimedOut extends VesperError {
  constructor(facts: { operation: string; mayStillHappen: boolean }) {
    super(
      'TIMEOUT',
      facts.mayStillHappen
        ? `No answer in time to: ${facts.operation}. The operation has started and may still happen. Its result is discarded.`
        : `No answer in time to: ${facts.operation}. The operation was cancelled and will not happen. Try again.`,
    )
  }
}
