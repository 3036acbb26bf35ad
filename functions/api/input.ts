import type { Context } from 'hono'
import type { z } from 'zod'
import { PayloadTooLarge, ValidationFailed } from '#shared/errors/index.ts'
import { findUnstorable } from '#shared/storable.ts'

/** Lambda's own limit of a request. */
const MAX_BODY_BYTES = 6 * 1024 * 1024

/** Parses one part of a request.
 * @throws ValidationFailed that names each fault */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const unstorable = findUnstorable(value)
  if (unstorable) {
    const message = 'Must be valid Unicode without NUL characters, and not nested deeper than 100 levels'
    throw new ValidationFailed({ details: [{ path: unstorable.join('.'), message }] })
  }
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return result.data
  throw new ValidationFailed({
    details: result.error.issues.map((issue) => ({
      path: issue.path.join('.'),
      message: issue.code === 'invalid_type' && issue.input === undefined ? 'Required' : issue.message,
    })),
  })
}

/** Reads a body. It can be read again.
 * @throws PayloadTooLarge */
export async function readBytes(c: Context): Promise<Uint8Array> {
  if (Number(c.req.header('content-length')) > MAX_BODY_BYTES)
    throw new PayloadTooLarge({ maxBytes: MAX_BODY_BYTES })
  const body = await c.req.arrayBuffer()
  if (body.byteLength > MAX_BODY_BYTES) throw new PayloadTooLarge({ maxBytes: MAX_BODY_BYTES })
  return new Uint8Array(body)
}

/** Reads a JSON body, whatever content type it is sent with: curl's default is another. None is the same as an empty one.
 * @throws PayloadTooLarge, ValidationFailed */
export async function readBody(c: Context): Promise<unknown> {
  const body = await readBytes(c)
  if (body.byteLength === 0) return {}
  try {
    return JSON.parse(decodeUtf8(body))
  } catch {
    throw new ValidationFailed({ details: [{ path: '', message: 'The body must be JSON, in UTF-8' }] })
  }
}

/** Whether a body is said to be CSV. */
export function isCsv(c: Context): boolean {
  return /^text\/csv\b/i.test(c.req.header('content-type') ?? '')
}

/** Reads a body that is text.
 * @throws PayloadTooLarge, ValidationFailed */
export async function readText(c: Context): Promise<string> {
  const body = await readBytes(c)
  try {
    return decodeUtf8(body)
  } catch {
    throw new ValidationFailed({ details: [{ path: '', message: 'The body must be in UTF-8' }] })
  }
}

function decodeUtf8(body: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(body)
}
