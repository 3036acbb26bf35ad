import type { Context } from 'hono'
import { ValidationFailed } from '#shared/errors/index.ts'
import { readBytes } from './body.ts'
import { assertUtf8 } from './csvBody.ts'
import { findExcess } from './jsonBounds.ts'
import { contentTypeOf } from './mediaType.ts'

/** The largest flow has some 5,000 values. */
const MAX_VALUES = 20_000
/** 10,000 recipients with 15 values each. The validation of that number of invalid values takes half a second. */
const MAX_BULK_VALUES = 150_000
const BOUNDS = { maxDepth: 100, maxKeyBytes: 1_024 }

/**
 * Reads a JSON body with any content type, because curl's default is another one. An empty body counts as an empty object.
 * @param isBulk true if the body may hold as many values as a list of recipients
 * @throws PayloadTooLarge, UnsupportedCharset, ValidationFailed
 */
export async function readBody(c: Context, isBulk = false): Promise<unknown> {
  assertUtf8(contentTypeOf(c)?.parameters.charset)
  const body = await readBytes(c)
  if (body.byteLength === 0) return {}
  const excess = findExcess(body, { ...BOUNDS, maxValues: isBulk ? MAX_BULK_VALUES : MAX_VALUES })
  if (excess) throw new ValidationFailed({ details: [{ path: '', message: excess }] })
  try {
    return JSON.parse(decodeUtf8(body))
  } catch {
    throw new ValidationFailed({ details: [{ path: '', message: 'The body must be JSON, in UTF-8' }] })
  }
}

function decodeUtf8(body: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(body)
}
