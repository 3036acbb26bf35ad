import { type ContentType, parse } from 'content-type'
import type { Context } from 'hono'
import Negotiator from 'negotiator'

export const CSV = 'text/csv'
export const PNG = 'image/png'

/** The parameters that a client may name in `Accept`, by type. `header` is a parameter of CSV (RFC 4180). */
const OFFERS = {
  [CSV]: `${CSV}; charset=utf-8; header=present`,
  [PNG]: PNG,
}
const JSON_OFFER = 'application/json; charset=utf-8'

/**
 * Returns true if the client prefers a type to JSON by the weights of `Accept`. The order in `Accept` breaks a tie. A client that
 * accepts neither type gets JSON, which RFC 9110 permits: the body of a 406 would be JSON too.
 */
export function isPreferred(c: Context, type: keyof typeof OFFERS): boolean {
  c.header('Vary', 'Accept', { append: true })
  const accept = c.req.header('accept')
  if (accept === undefined) return false
  return new Negotiator({ headers: { accept } }).mediaType([JSON_OFFER, OFFERS[type]]) === OFFERS[type]
}

/** Parses the Content-Type of a request. The type and the names of the parameters are in lower case. */
export function contentTypeOf(c: Context): ContentType | undefined {
  const header = c.req.header('content-type')
  return header === undefined ? undefined : parse(header)
}

/**
 * The types of CSV uploads. Windows labels CSV files with Excel's type. API Gateway passes the bytes of a `text/*` body as UTF-8, and
 * the bytes of other types unchanged.
 */
const CSV_TYPES = [CSV, 'application/csv', 'application/vnd.ms-excel']

/** Returns true if the body of a request is CSV. */
export function isCsv(c: Context): boolean {
  return CSV_TYPES.includes(contentTypeOf(c)?.type ?? '')
}
