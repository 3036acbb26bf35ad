import { createHmac, timingSafeEqual } from 'node:crypto'
import { assertKey } from './key.ts'

/** The permission of a signed URL. */
export type SignedAccess =
  | { method: 'GET'; key: string; filename?: string }
  | { method: 'PUT'; key: string; size: number; contentType?: string }

const PATH = '/media/'

/** Returns path and query of a signed URL that is valid until `expires` (epoch seconds). HMAC-SHA256 covers all parameters. */
export function signPath(access: SignedAccess, expires: number, signingKey: Buffer): string {
  const query = new URLSearchParams({ expires: String(expires) })
  if (access.method === 'PUT') query.set('size', String(access.size))
  if (access.method === 'PUT' && access.contentType !== undefined) query.set('type', access.contentType)
  if (access.method === 'GET' && access.filename !== undefined)
    query.set('filename', access.filename.toWellFormed())
  query.set('signature', sign(access.method, access.key, query, signingKey).toString('base64url'))
  return `${PATH}${access.key}?${query}`
}

/** Returns the permission of a signed URL; null if the URL was changed, has expired, or is for another method. */
export function verifyPath(
  request: { method: string; path: string; query: URLSearchParams; now: Date },
  signingKey: Buffer,
): SignedAccess | null {
  const { method, path, query, now } = request
  if (!path.startsWith(PATH)) return null
  const key = path.slice(PATH.length)
  const given = Buffer.from(query.get('signature') ?? '', 'base64url')
  const expected = sign(method, key, query, signingKey)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  if (now.getTime() >= Number(query.get('expires')) * 1_000) return null
  assertKey(key)
  return toAccess(method, key, query)
}

function toAccess(method: string, key: string, query: URLSearchParams): SignedAccess | null {
  const filename = query.get('filename')
  if (method === 'GET') return { method, key, ...(filename !== null && { filename }) }
  const contentType = query.get('type')
  if (method !== 'PUT') return null
  return {
    method,
    key,
    size: Number(query.get('size')),
    ...(contentType !== null && { contentType }),
  }
}

/** Signs the values as JSON, in which adjacent values cannot merge. Only the first value of each name counts, as in `toAccess`. */
function sign(method: string, key: string, query: URLSearchParams, signingKey: Buffer): Buffer {
  const signed = ['expires', 'size', 'type', 'filename'].map((name) => query.get(name))
  return createHmac('sha256', signingKey)
    .update(JSON.stringify([method, key, ...signed]))
    .digest()
}
