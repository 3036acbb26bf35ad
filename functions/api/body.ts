import type { Context } from 'hono'
import { PayloadTooLarge, ValidationFailed } from '#shared/errors/index.ts'

/** Lambda's own limit of a request. */
const MAX_BODY_BYTES = 6 * 1024 * 1024
/** A body of at most this size is read without a stream, which saves a tenth of a millisecond. */
const SMALL_BYTES = 64 * 1024

/** Bodies that were read, by request. All apps of the API share the request object. */
const read = new WeakMap<Request, Promise<Uint8Array>>()

/**
 * Reads a body and counts its bytes. Later calls return the same bytes.
 * @throws PayloadTooLarge at the limit, for any Content-Length; ValidationFailed if the client aborts
 */
export function readBytes(c: Context): Promise<Uint8Array> {
  const known = read.get(c.req.raw)
  if (known) return known
  const reading = readOnce(c)
  read.set(c.req.raw, reading)
  return reading
}

async function readOnce(c: Context): Promise<Uint8Array> {
  const declared = Number(c.req.header('content-length') ?? Number.NaN)
  if (declared > MAX_BODY_BYTES) throw tooLarge()
  if (declared <= SMALL_BYTES && c.req.header('transfer-encoding') === undefined) return await readSmall(c)
  const { body } = c.req.raw
  return body === null ? new Uint8Array() : await collect(body.getReader())
}

/** Reads a small body. HTTP ends the body at its Content-Length; Lambda passes all bytes that it has. */
async function readSmall(c: Context): Promise<Uint8Array> {
  const bytes = await c.req.arrayBuffer().catch(() => {
    throw brokenOff()
  })
  if (bytes.byteLength > MAX_BODY_BYTES) throw tooLarge()
  return new Uint8Array(bytes)
}

/** Copies the chunks into one buffer. A chunk of one byte would otherwise cost a hundred bytes. */
async function collect(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array> {
  let bytes = new Uint8Array(SMALL_BYTES)
  let size = 0
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw brokenOff()
    })
    if (done) return bytes.subarray(0, size)
    const total = size + value.length
    if (total > MAX_BODY_BYTES) {
      void discard(reader)
      throw tooLarge()
    }
    if (total > bytes.length) bytes = grown(bytes.subarray(0, size), total)
    bytes.set(value, size)
    size = total
  }
}

function grown(bytes: Uint8Array, atLeast: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.min(MAX_BODY_BYTES, Math.max(atLeast, bytes.length * 2)))
  larger.set(bytes)
  return larger
}

/**
 * Reads and drops the rest of the body. Otherwise a client that sends first would lose the answer in a reset. The HTTP server
 * stops this after half a second (@hono/node-server, DRAIN_TIMEOUT_MS).
 */
async function discard(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    for (let done = false; !done; ) ({ done } = await reader.read())
  } catch {
    // The connection is closed.
  }
}

function tooLarge(): PayloadTooLarge {
  return new PayloadTooLarge({ maxBytes: MAX_BODY_BYTES })
}

function brokenOff(): ValidationFailed {
  return new ValidationFailed({
    details: [{ path: '', message: 'The body ended before it was complete. Send it again.' }],
  })
}
