import type { Context } from 'hono'
import { PAYLOAD_BYTES } from '#shared/contracts/cloudLimits.ts'
import { PayloadTooLarge, UploadAborted } from '#shared/errors/index.ts'
import { runtimeBindingsOf } from '../http/index.ts'

/** The limit of the contract. Lambda's own limit counts the body in the JSON of its event. */
const MAX_BODY_BYTES = 6 * 1024 * 1024
/** Most bytes of a body in an event. API Gateway permits 10 KB of headers, which the event holds beside the body. */
const MAX_EVENT_BYTES = PAYLOAD_BYTES - 16 * 1024
/** A byte of text has at most six bytes in JSON. A smaller body needs no count. */
const SURELY_SMALL = MAX_EVENT_BYTES / 6
/** The types that API Gateway passes as text. All other types are in base64. */
const TEXT = /^(?:text\/|application\/(?:json|javascript|xml)\b|[^;]*\+(?:json|xml)\b)/i
/** Base64 has four bytes for three. */
const MAX_BASE64_BYTES = Math.floor((MAX_EVENT_BYTES / 4) * 3)
/** A body of at most this size is read without a stream, which saves a tenth of a millisecond. */
const SMALL_BYTES = 64 * 1024

/** Bodies that were read, by request. All apps of the API share the request object. */
const read = new WeakMap<Request, Promise<Uint8Array>>()

/**
 * Reads a body and counts its bytes. Later calls return the same bytes.
 * @param maxBytes the limit, by default that of Lambda
 * @throws PayloadTooLarge at the limit, for any Content-Length; UploadAborted if the client closes the connection
 */
export function readBytes(c: Context, maxBytes = MAX_BODY_BYTES): Promise<Uint8Array> {
  const known = read.get(c.req.raw)
  if (known) return known
  const reading = readOnce(c, maxBytes)
  read.set(c.req.raw, reading)
  return reading
}

async function readOnce(c: Context, maxBytes: number): Promise<Uint8Array> {
  const declared = Number(c.req.header('content-length') ?? Number.NaN)
  if (declared > maxBytes) throw new PayloadTooLarge({ maxBytes })
  if (declared <= SMALL_BYTES && c.req.header('transfer-encoding') === undefined)
    return await readSmall(c, maxBytes)
  const { body } = c.req.raw
  const bytes = body === null ? new Uint8Array() : await collect(body.getReader(), maxBytes)
  // The stream of a connection that closed before the first read ends without a fault.
  if (runtimeBindingsOf(c).incoming?.complete === false) throw new UploadAborted()
  assertFitsEvent(c, bytes)
  return bytes
}

/**
 * Refuses a body that Lambda would not carry, also where no Lambda serves the API. Behind API Gateway, such a body never arrives.
 * @throws PayloadTooLarge
 */
function assertFitsEvent(c: Context, bytes: Uint8Array): void {
  if (bytes.byteLength <= SURELY_SMALL) return
  if (!TEXT.test(c.req.header('content-type') ?? '')) {
    if (bytes.byteLength > MAX_BASE64_BYTES)
      throw new PayloadTooLarge({ maxBytes: MAX_BASE64_BYTES, counted: 'base64' })
    return
  }
  const inEvent = Buffer.byteLength(JSON.stringify(new TextDecoder().decode(bytes)))
  if (inEvent > MAX_EVENT_BYTES) throw new PayloadTooLarge({ maxBytes: MAX_EVENT_BYTES, counted: 'escaped' })
}

/** Reads a small body. HTTP ends the body at its Content-Length; Lambda passes all bytes that it has. */
async function readSmall(c: Context, maxBytes: number): Promise<Uint8Array> {
  const bytes = await c.req.arrayBuffer().catch(() => {
    throw new UploadAborted()
  })
  if (bytes.byteLength > maxBytes) throw new PayloadTooLarge({ maxBytes })
  return new Uint8Array(bytes)
}

/** Copies the chunks into one buffer. A chunk of one byte would otherwise cost a hundred bytes. */
async function collect(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array> {
  let bytes = new Uint8Array(SMALL_BYTES)
  let size = 0
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new UploadAborted()
    })
    if (done) return bytes.subarray(0, size)
    const total = size + value.length
    if (total > maxBytes) {
      void discard(reader)
      throw new PayloadTooLarge({ maxBytes })
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
