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
 * A request to a customer's URL was refused or failed. The message is safe for that customer. The message never contains a resolved
 * address, because the address would reveal our network.
 */
export class RequestRefused extends Error {
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'RequestRefused'
    this.reason = reason
  }
}
