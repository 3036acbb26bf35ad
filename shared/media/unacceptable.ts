import { VesperError } from '#shared/errors/index.ts'
import type { MediaKind } from './limits.ts'

/** Reasons for which a file cannot be sent. */
export type MediaFault =
  | { reason: 'too_large'; kind?: MediaKind; maxBytes: number }
  | { reason: 'wrong_type'; kind: MediaKind; type: string; accepted: readonly string[] }
  | { reason: 'empty' }
  | { reason: 'bad_base64' }
  | { reason: 'unreachable'; why: string }
  | { reason: 'unconvertible'; what: string }

/** A file that WhatsApp would refuse, or that the gateway cannot fetch or prepare: 422. */
export class UnacceptableMedia extends VesperError {
  readonly reason: MediaFault['reason']

  constructor(fault: MediaFault, cause?: unknown) {
    super('UNPROCESSABLE_MEDIA', sentence(fault), { cause })
    this.reason = fault.reason
  }
}

function sentence(fault: MediaFault): string {
  switch (fault.reason) {
    case 'too_large':
      return `The ${fault.kind ?? 'file'} is larger than ${fault.maxBytes} bytes.`
    case 'wrong_type':
      return `The file is ${fault.type}, which WhatsApp does not take as ${fault.kind}. Send ${fault.accepted.join(', ')}, or send it as document.`
    case 'empty':
      return 'The file is empty. Send a file with content.'
    case 'bad_base64':
      return 'The data is not valid base64. Encode the file again.'
    case 'unreachable':
      return `The file cannot be fetched: ${fault.why}`
    case 'unconvertible':
      return `The ${fault.what} cannot be read. The file may be damaged, or its format is not supported.`
  }
}
