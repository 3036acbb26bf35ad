import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { StatusCode } from 'hono/utils/http-status'
import { isDatabaseUnavailable } from '#shared/database/index.ts'
import {
  beginIdempotent,
  finishIdempotent,
  type Run,
  releaseIdempotent,
  secretSeedOf,
} from '#shared/domain/idempotency/index.ts'
import { type ErrorCode, ServiceUnavailable, ValidationFailed, VesperError } from '#shared/errors/index.ts'
import { readBytes } from '../body.ts'
import { contentTypeOf, isCsv } from '../mediaType.ts'
import type { ApiEnvironment, ApiServices } from '../services.ts'

const HEADER = 'idempotency-key'
const PRINTABLE = /^[\x20-\x7e]{1,255}$/

/**
 * Refusals that depend on the current state and not on the request, so that a repetition is a new attempt. Any other 4xx answer
 * is stored like a success, as Stripe does. No 5xx answer is stored, because each of them leaves a repetition safe.
 */
const NOT_KEPT: readonly ErrorCode[] = [
  'LIMIT_EXCEEDED',
  'FORBIDDEN',
  'SESSION_NOT_CONNECTED',
  'RATE_LIMITED',
]

/**
 * Runs a POST once per Idempotency-Key, and replays the first answer to repetitions.
 * @throws ValidationFailed, IdempotencyConflict, ServiceUnavailable
 */
export function idempotency(services: ApiServices) {
  return createMiddleware<ApiEnvironment>(async (c, next) => {
    const key = c.req.header(HEADER)
    if (c.req.method !== 'POST' || key === undefined) return await next()
    if (!PRINTABLE.test(key)) {
      const message = 'Must be 1 to 255 printable ASCII characters'
      throw new ValidationFailed({ details: [{ path: 'Idempotency-Key', message }] })
    }
    const { id: apiKeyId, secret } = c.get('apiKey')
    const fingerprint = await fingerprintOf(c)
    const input = { apiKeyId, key, fingerprint, secret }
    const begun = await beginIdempotent({ ctx: services, input }).catch(refuse)
    if ('answer' in begun) {
      const { status, contentType, body } = begun.answer
      const headers = { 'content-type': contentType, 'Idempotent-Replayed': 'true' }
      return c.newResponse(body, status as StatusCode, headers)
    }
    const { seed, isRepeated, leaseUntil } = begun.run
    c.set('seed', seed)
    c.set('secretSeed', secretSeedOf(seed, secret))
    c.set('isRepeated', isRepeated)
    c.set('leaseUntil', leaseUntil)
    try {
      await next()
    } catch (error) {
      // Hono handles each `Error` itself. `next()` throws only if a library threw another value.
      await releaseIdempotent({ ctx: services, input: { run: begun.run } }).catch(() => undefined)
      throw error
    }
    await end(c, services, begun.run, secret)
  })
}

/** Converts a database error. The request itself has not begun, even if the key's row was written. */
function refuse(error: unknown): never {
  if (isDatabaseUnavailable(error)) throw new ServiceUnavailable({ dependency: 'database', cause: error })
  throw error
}

async function fingerprintOf(c: Context<ApiEnvironment>): Promise<string> {
  const { pathname, search } = new URL(c.req.url)
  // A path with a trailing slash is the same resource.
  const head = `${c.req.method} ${pathname.replace(/\/$/, '')}${search}\n`
  // The same bytes in another charset are another file.
  const charset = isCsv(c) ? contentTypeOf(c)?.parameters.charset : undefined
  return createHash('sha256')
    .update(charset === undefined ? head : `${head}${charset.toLowerCase()}\n`)
    .update(await readBytes(c))
    .digest('hex')
}

/** Stores the answer. A failure does not affect the answer: a repeated request takes over with the same ids. */
async function end(
  c: Context<ApiEnvironment>,
  services: ApiServices,
  run: Run,
  secret: string,
): Promise<void> {
  try {
    if (!isKept(c)) return await releaseIdempotent({ ctx: services, input: { run } })
    const answer = {
      status: c.res.status,
      contentType: c.res.headers.get('content-type') ?? 'application/json',
      body: new Uint8Array(await c.res.clone().arrayBuffer()),
    }
    await finishIdempotent({ ctx: services, input: { run, answer, secret } })
  } catch (err) {
    services.log.error({ err, requestId: c.get('requestId') }, 'idempotency.not_kept')
  }
}

function isKept(c: Context<ApiEnvironment>): boolean {
  if (c.res.status >= 500) return false
  return !(c.error instanceof VesperError && NOT_KEPT.includes(c.error.code))
}
