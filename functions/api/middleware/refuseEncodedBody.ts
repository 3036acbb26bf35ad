import type { Context, MiddlewareHandler } from 'hono'
import { UnsupportedCharset, UnsupportedContentCoding } from '#shared/errors/index.ts'
import { contentTypeOf } from '../mediaType.ts'

const BODILESS = ['GET', 'HEAD']

/**
 * Refuses a compressed body, and a body in another charset than UTF-8, also if the route ignores its body. The check precedes the
 * idempotency, so that the answer is not stored.
 * @throws UnsupportedContentCoding, UnsupportedCharset
 */
export const refuseEncodedBody: MiddlewareHandler = async (c, next) => {
  if (hasBody(c)) {
    const coding = c.req.header('content-encoding')
    if (coding !== undefined && !isIdentity(coding)) throw new UnsupportedContentCoding({ coding })
    const charset = contentTypeOf(c)?.parameters.charset
    if (charset !== undefined && !isUtf8(charset)) throw new UnsupportedCharset({ charset })
  }
  await next()
}

/** Returns true if the headers announce a body (RFC 9112, section 6). The body of a GET has no meaning. */
function hasBody(c: Context): boolean {
  if (BODILESS.includes(c.req.method)) return false
  const length = c.req.header('content-length')
  return c.req.header('transfer-encoding') !== undefined || (length !== undefined && length !== '0')
}

function isIdentity(codings: string): boolean {
  return codings.split(',').every((coding) => ['', 'identity'].includes(coding.trim().toLowerCase()))
}

/** Compares by the labels of the Encoding Standard, which include `utf8`, `UTF-8` and `unicode-1-1-utf-8`. */
function isUtf8(label: string): boolean {
  try {
    return new TextDecoder(label).encoding === 'utf-8'
  } catch {
    return false
  }
}
