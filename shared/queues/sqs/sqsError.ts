import type { SqsAnswer } from './post.ts'

/** Names of the errors with which AWS asks for a later try. */
const THROTTLING = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/
/** Names of the errors of a clock that differs from the clock of AWS. */
const SKEWED =
  /RequestTimeTooSkewed|RequestExpired|InvalidSignature|SignatureDoesNotMatch|RequestInTheFuture|AuthFailure/
const EXPIRED = /ExpiredToken|InvalidClientTokenId|UnrecognizedClient/

/** An error that SQS answered. The name is that of AWS, such as `QueueDoesNotExist`. */
export class SqsError extends Error {
  override readonly name: string
  readonly status: number
  readonly requestId: string | undefined
  /** The clock of AWS, as in the header `Date`. */
  readonly date: string | undefined

  constructor({ status, headers, text }: SqsAnswer) {
    const { __type = '', message, Message } = parse(text)
    super(message ?? Message ?? `SQS answered ${status}`)
    // `com.amazonaws.sqs#QueueDoesNotExist`, or `InvalidAddress:http://…` in old answers.
    this.name = __type.split('#').at(-1)?.split(':')[0] || 'SqsError'
    this.status = status
    this.date = headers.date
    this.requestId = headers['x-amzn-requestid']?.toString()
  }

  get isThrottling(): boolean {
    return this.status === 429 || THROTTLING.test(this.name)
  }

  /** True if another signature may succeed: the clock differs, or the credentials have expired. */
  get isSkewed(): boolean {
    return SKEWED.test(this.name)
  }

  get isExpired(): boolean {
    return EXPIRED.test(this.name)
  }

  /** True if the same request may succeed later. */
  get isPassing(): boolean {
    return this.status >= 500 || this.isThrottling
  }
}

function parse(text: string): { __type?: string; message?: string; Message?: string } {
  try {
    return JSON.parse(text)
  } catch {
    // A load balancer answers with HTML.
    return {}
  }
}
