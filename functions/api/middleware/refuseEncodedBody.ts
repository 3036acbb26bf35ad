import type { Context, MiddlewareHandler } from 'hono'
import { UnsupportedContentCoding } from '#shared/errors/index.ts'
import { assertUtf8, csvEncodingOf } from '../csvBody.ts'
import { contentTypeOf, isCsv } from '../mediaType.ts'

const BODILESS = ['GET', 'HEAD']

/**
 * Refuses a compressed body, and a body in another charset than UTF-8 or than those of CSV files, also if the route ignores its
 * body. The check precedes the idempotency, so that the answer is not stored.
 * @throws UnsupportedContentCoding, UnsupportedCharset
 */
export const refuseEncodedBody: MiddlewareHandler = async (c, next) => {
  if (hasBody(c)) {
    const coding = c.req.header('content-encoding')
    if (coding !== undefined && !isIdentity(coding)) throw new UnsupportedContentCoding({ coding })
    const charset = contentTypeOf(c)?.parameters.charset
    if (charset === undefined) return await next()
    if (isCsv(c)) csvEncodingOf(charset)
    else assertUtf8(charset)
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
