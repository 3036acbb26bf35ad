import { Readable } from 'node:stream'

/**
 * Prevents an early error of a stream from ending the process, for a stream that waits before it is read. The later reader still
 * receives the error.
 */
export function ignoreEarlyErrors(body: Readable | Buffer): void {
  if (body instanceof Readable) body.on('error', () => undefined)
}
