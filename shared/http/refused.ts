export type RefusalReason =
  | 'bad_url'
  | 'forbidden_address'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'redirect'
  | 'too_large'
  | 'timeout'
  | 'aborted'
  | 'broken'

/**
 * A request to a customer's URL that was refused, or that failed on its way. The message is fit for that customer: it
 * never says which address a name resolved to, which would map our network for them.
 */
export class RequestRefused extends Error {
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'RequestRefused'
    this.reason = reason
  }
}
