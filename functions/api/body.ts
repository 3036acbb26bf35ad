import type { Context } from 'hono'
import { PayloadTooLarge, ValidationFailed } from '#shared/errors/index.ts'

/** Lambda's own limit of a request. */
const MAX_BODY_BYTES = 6 * 1024 * 1024
/** A body that announces no more than this is read without a stream, which costs a tenth of a millisecond. */
const SMALL_BYTES = 64 * 1024

/** Each request's body once it was read: the key is the request that every app of the API hands on. */
const read = new WeakMap<Request, Promise<Uint8Array>>()

/**
 * Reads a body, and counts while it arrives. A later call answers the same bytes.
 * @throws PayloadTooLarge at the limit, whatever Content-Length says; ValidationFailed if the client breaks off
 */
export function readBytes(c: Context): Promise<Uint8Array> {
  const known = read.get(c.req.raw)
  if (known) return known
  const reading = readOnce(c)
  read.set(c.req.raw, reading)
  return reading
}

async function readOnce(c: Context): Promise<Uint8Array> {
  const announced = Number(c.req.header('content-length') ?? Number.NaN)
  if (announced > MAX_BODY_BYTES) throw tooLarge()
  if (announced <= SMALL_BYTES && c.req.header('transfer-encoding') === undefined) return await readSmall(c)
  const { body } = c.req.raw
  return body === null ? new Uint8Array() : await collect(body.getReader())
}

/** HTTP ends the body where Content-Length says; Lambda hands over what it has. */
async function readSmall(c: Context): Promise<Uint8Array> {
  const bytes = await c.req.arrayBuffer().catch(() => {
    throw brokenOff()
  })
  if (bytes.byteLength > MAX_BODY_BYTES) throw tooLarge()
  return new Uint8Array(bytes)
}

/** Copies the chunks into one buffer: a chunk of one byte, kept as it is, costs a hundred. */
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
 * Reads on without keeping anything: a client that sends before it reads would lose the answer in a reset. The HTTP server ends this
 * after half a second (@hono/node-server, DRAIN_TIMEOUT_MS).
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
  return new ValidationFailed({ details: [{ path: '', message: 'The body ended before it was complete' }] })
}
