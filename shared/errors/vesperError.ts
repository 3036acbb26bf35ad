import { boundDetails, boundMessage } from './bounds.ts'
import { ERROR_STATUS, type ErrorCode, type ErrorDetail } from './table.ts'

/** An error whose message is safe for users. The API answers all other errors with INTERNAL_ERROR and a fixed text. */
export class VesperError extends Error {
  readonly code: ErrorCode
  readonly details: readonly ErrorDetail[] | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: readonly ErrorDetail[]; cause?: unknown } = {},
  ) {
    super(boundMessage(message), options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.code = code
    this.details = options.details && boundDetails(options.details)
  }

  get status(): (typeof ERROR_STATUS)[ErrorCode] {
    return ERROR_STATUS[this.code]
  }
}
