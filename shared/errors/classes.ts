import { ERROR_STATUS, type ErrorCode, type ErrorDetail } from './table.ts'

/** An error that a user is meant to read. Anything else is answered as INTERNAL_ERROR with a fixed text. */
export class VesperError extends Error {
  readonly code: ErrorCode
  readonly details: readonly ErrorDetail[] | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: readonly ErrorDetail[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.code = code
    this.details = options.details
  }

  get status(): (typeof ERROR_STATUS)[ErrorCode] {
    return ERROR_STATUS[this.code]
  }
}

export class ValidationFailed extends VesperError {
  constructor(facts: { details: readonly ErrorDetail[] }) {
    const [first] = facts.details
    const what =
      first === undefined
        ? 'The request is not valid'
        : first.path
          ? `${first.path}: ${first.message}`
          : first.message
    super('VALIDATION_ERROR', what, { details: facts.details })
  }
}

export class Unauthorized extends VesperError {
  constructor() {
    super(
      'UNAUTHORIZED',
      'Missing or invalid API key. Send yours in the x-api-key header; it begins with vsp_.',
    )
  }
}

type EntityName =
  | 'Session'
  | 'Message'
  | 'QR code'
  | 'Group'
  | 'Webhook'
  | 'Delivery'
  | 'List'
  | 'Campaign'
  | 'Route'
  | 'Account'
  | 'App'
  | 'API key'
  | 'Flow'
  | 'Step'
  | 'Conversation'

export class NotFound extends VesperError {
  constructor(facts: { what: EntityName; id: string }) {
    super('NOT_FOUND', `${facts.what} ${facts.id} does not exist.`)
  }
}

/** What stands in the sentence of each limit of a plan; the public docs show the third. */
const LIMIT_NAMES = {
  apps: 'App limit',
  sessions: 'Session limit',
  messages: 'Monthly message limit',
  broadcast: 'Monthly broadcast limit',
} as const

export class LimitExceeded extends VesperError {
  /** `left` where several were asked for at once: fewer may still be possible. */
  constructor(facts: { what: keyof typeof LIMIT_NAMES; limit: number; left?: number }) {
    const { what, limit, left } = facts
    const sentence = `${LIMIT_NAMES[what]} (${limit}) exceeded`
    super('LIMIT_EXCEEDED', left === undefined ? sentence : `${sentence}: ${left} left this month`)
  }
}

export class AccountSuspended extends VesperError {
  constructor() {
    super('FORBIDDEN', 'This account is suspended. Ask the operator of this gateway to resume it.')
  }
}

export class InvalidAdminToken extends VesperError {
  constructor() {
    super('UNAUTHORIZED', 'Missing or invalid admin token. Send it as Authorization: Bearer <token>.')
  }
}

export class AppHasSessions extends VesperError {
  constructor(facts: { appId: string; sessions: number }) {
    super(
      'CONFLICT',
      `App ${facts.appId} has ${facts.sessions} sessions. Delete them first; a moment later they are gone.`,
    )
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
        : 'This Idempotency-Key was used for another request. Use a new one for each request.',
    )
  }
}

export class DuplicateSessionName extends VesperError {
  constructor(facts: { name: string; cause?: unknown }) {
    super(
      'CONFLICT',
      `A session named "${facts.name}" exists already. Choose another name, or delete that session first.`,
      {
        cause: facts.cause,
      },
    )
  }
}

export class SessionIsEnding extends VesperError {
  constructor(facts: { sessionId: string }) {
    super('CONFLICT', `Session ${facts.sessionId} is being logged out or deleted. Try again in a moment.`)
  }
}

export class SessionNotPairing extends VesperError {
  constructor(facts: { sessionId: string; isPaired: boolean }) {
    super(
      'CONFLICT',
      facts.isPaired
        ? `Session ${facts.sessionId} is linked to a phone already. Log it out first.`
        : `Session ${facts.sessionId} is not up for pairing. Restart it with POST /sessions/${facts.sessionId}/restart first.`,
    )
  }
}

export class MessageStillPending extends VesperError {
  constructor(facts: { messageId: string }) {
    super(
      'CONFLICT',
      `Message ${facts.messageId} is still to be sent. Delete it once its status is SENT or FAILED.`,
    )
  }
}

export class CannotChange extends VesperError {
  constructor(facts: { messageId: string; why: string }) {
    super('CONFLICT', `Message ${facts.messageId} can not be changed. ${facts.why}.`)
  }
}

export class TooManyWebhooks extends VesperError {
  constructor(facts: { limit: number }) {
    super('LIMIT_EXCEEDED', `An app has ${facts.limit} webhooks at the most. Delete one first.`)
  }
}

export class WebhookIsDisabled extends VesperError {
  constructor(facts: { webhookId: string }) {
    super(
      'CONFLICT',
      `Webhook ${facts.webhookId} is disabled. Enable it first: PATCH /webhooks/${facts.webhookId} {"enabled":true}.`,
    )
  }
}

export class DeliveryUnderWay extends VesperError {
  constructor(facts: { deliveryId: string }) {
    super('CONFLICT', `Delivery ${facts.deliveryId} is under way already: the log shows its next attempt.`)
  }
}

export class CampaignStateConflict extends VesperError {
  constructor(facts: { campaignId: string; status: string; to: string }) {
    super('CONFLICT', `Campaign ${facts.campaignId} is ${facts.status}: it can not be ${facts.to} now.`)
  }
}

export class ListTooLarge extends VesperError {
  constructor(facts: { limit: number }) {
    super('VALIDATION_ERROR', `A list has ${facts.limit} recipients at the most. Make another one.`, {
      details: [{ path: 'recipients', message: `At most ${facts.limit}` }],
    })
  }
}

export class TooManyFlows extends VesperError {
  constructor(facts: { limit: number }) {
    super('LIMIT_EXCEEDED', `An app has ${facts.limit} flows at the most. Delete one first.`)
  }
}

export class TooManySteps extends VesperError {
  constructor(facts: { limit: number }) {
    super('LIMIT_EXCEEDED', `A flow has ${facts.limit} steps at the most.`)
  }
}

export class SessionHasFlow extends VesperError {
  constructor(facts: { sessionId: string; flowId: string; name: string }) {
    super(
      'CONFLICT',
      `Session ${facts.sessionId} has a published flow already: "${facts.name}" (${facts.flowId}). Unpublish that one first.`,
    )
  }
}

export class FlowIsDraft extends VesperError {
  constructor(facts: { flowId: string }) {
    super('CONFLICT', `Flow ${facts.flowId} is not published. Publish it first, or ask for its draft.`)
  }
}

export class ConversationIsOver extends VesperError {
  constructor(facts: { runId: string; status: string }) {
    super('CONFLICT', `Conversation ${facts.runId} is ${facts.status}: there is nothing to change any more.`)
  }
}

export class FlowIsPublished extends VesperError {
  constructor(facts: { flowId: string }) {
    super('CONFLICT', `Flow ${facts.flowId} is published. Unpublish it before you give it another session.`)
  }
}

export class SessionNotPaired extends VesperError {
  constructor(facts: { sessionId: string }) {
    super(
      'SESSION_NOT_CONNECTED',
      `Session ${facts.sessionId} is not linked to a phone. Scan the QR code from GET /sessions/${facts.sessionId}/qr first.`,
    )
  }
}

export class PayloadTooLarge extends VesperError {
  constructor(facts: { maxBytes: number }) {
    super('PAYLOAD_TOO_LARGE', `The body is larger than ${facts.maxBytes} bytes.`)
  }
}

export class UnprocessableMedia extends VesperError {
  constructor(facts: { why: string; cause?: unknown }) {
    super('UNPROCESSABLE_MEDIA', facts.why, { cause: facts.cause })
  }
}

export class WhatsAppRejected extends VesperError {
  constructor(facts: { operation: string; code: string }) {
    super('WHATSAPP_REJECTED', `WhatsApp refused to ${facts.operation}.`, {
      details: [{ path: 'whatsapp', message: facts.code }],
    })
  }
}

export class ServiceUnavailable extends VesperError {
  constructor(facts: { dependency: 'database' | 'queue'; cause?: unknown }) {
    super(
      'SERVICE_UNAVAILABLE',
      `The ${facts.dependency} cannot be reached; nothing was accepted. Try again in a moment.`,
      {
        cause: facts.cause,
      },
    )
  }
}

export class OutcomeUnknown extends VesperError {
  constructor(facts: { cause?: unknown } = {}) {
    super(
      'SERVICE_UNAVAILABLE',
      'The connection broke off, and it is not known whether this was accepted. Repeat it under the same Idempotency-Key, or look before you repeat it.',
      { cause: facts.cause },
    )
  }
}

export class OperationTimedOut extends VesperError {
  constructor(facts: { operation: string; mayStillHappen: boolean }) {
    super(
      'TIMEOUT',
      facts.mayStillHappen
        ? `No answer in time to: ${facts.operation}. It had begun and may still happen; its result is discarded.`
        : `No answer in time to: ${facts.operation}. It was cancelled and will not happen.`,
    )
  }
}
