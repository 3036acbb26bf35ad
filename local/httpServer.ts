import type { IncomingMessage, ServerOptions } from 'node:http'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'

/** Limits of each HTTP server on one machine, in ms. A client that sends slowly, or nothing, loses its connection. */
export const SERVER_TIMEOUTS: ServerOptions = {
  headersTimeout: 10_000,
  // From the first byte to the last byte of the body. The largest upload has 100 MB.
  requestTimeout: 120_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
}

/** Answers 413 to a body that is larger than `maxBytes`. The check counts while the body arrives. */
export function limitBody(maxBytes: number): MiddlewareHandler {
  return bodyLimit({
    maxSize: maxBytes,
    onError: (c) => c.json({ error: `The body is larger than ${maxBytes} bytes.` }, 413),
  })
}

/**
 * Reads the body of a request without hono.
 * @throws RangeError if the body is larger than `maxBytes`
 */
export async function readBodyOf(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw new RangeError(`The body is larger than ${maxBytes} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
