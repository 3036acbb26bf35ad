import { ValidationFailed } from './requests.ts'
import { VesperError } from './vesperError.ts'

/** Characters of a request that a message repeats. */
const MAX_REPEATED = 100

/** The path exists, and has other methods. */
export class MethodNotAllowed extends VesperError {
  readonly allowed: readonly string[]

  constructor(facts: { method: string; allowed: readonly string[] }) {
    const methods = facts.allowed.join(', ')
    super('METHOD_NOT_ALLOWED', `This path does not have the method ${facts.method}. Use one of: ${methods}.`)
    this.allowed = facts.allowed
  }
}

/** The body has a content coding, such as gzip. */
export class UnsupportedContentCoding extends VesperError {
  constructor(facts: { coding: string }) {
    const coding = facts.coding.slice(0, MAX_REPEATED)
    super('UNSUPPORTED_MEDIA_TYPE', `The body has the content coding ${coding}. Send it without compression.`)
  }
}

/** The Content-Type names a charset that the endpoint does not read: any but UTF-8, or any but those of CSV files. */
export class UnsupportedCharset extends VesperError {
  constructor(facts: { charset: string; accepted?: readonly string[] }) {
    const charset = facts.charset.slice(0, MAX_REPEATED)
    const remedy = facts.accepted
      ? `Send CSV in one of: ${facts.accepted.join(', ')}.`
      : 'Send it in UTF-8, with the charset utf-8 or without a charset.'
    super('UNSUPPORTED_MEDIA_TYPE', `The body has the charset ${charset}. ${remedy}`)
  }
}

/** The bytes of a client are no HTTP request, or name no valid host or URL. */
export class MalformedRequest extends ValidationFailed {
  constructor(facts: { fault: string }) {
    super({ details: [{ path: '', message: `${facts.fault} Correct the request.` }] })
  }
}

/** The request came to a direct address of the gateway, or with a wrong value of the header that only the edge knows. */
export class EdgeRequired extends VesperError {
  constructor() {
    super(
      'FORBIDDEN',
      'This address is closed. Use the public address of the gateway, which the operator names.',
    )
  }
}

/** The client closed its connection before the end of its body. No client reads this answer. */
export class UploadAborted extends ValidationFailed {
  constructor() {
    super({ details: [{ path: '', message: 'The body ended before it was complete. Send it again.' }] })
  }
}

export class RequestTimedOut extends VesperError {
  constructor() {
    super('REQUEST_TIMEOUT', 'The request did not arrive in time. Open a new connection and send it again.')
  }
}

export class HeadersTooLarge extends VesperError {
  constructor(facts: { maxBytes: number }) {
    super('HEADERS_TOO_LARGE', `The URL and the headers are together larger than ${facts.maxBytes} bytes.`)
  }
}
