import { Readable } from 'node:stream'

/**
 * What breaks a stream while nobody listens would end the process. Whoever reads it afterwards is told all the same: for a stream that
 * has to wait before it is read.
 */
export function ignoreEarlyErrors(body: Readable | Buffer): void {
  if (body instanceof Readable) body.on('error', () => undefined)
}
