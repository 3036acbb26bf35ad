import type { Context, MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { isKnownOrigin } from '#shared/domain/apps/index.ts'
import { HEADERS } from '../openapi/headers.ts'
import type { ApiEnvironment, ApiServices } from '../services.ts'
import type { CountCaller } from './limitRate.ts'

/** Time for which a browser, and this process, keep the answer to a preflight. */
const KEPT_SECONDS = 600
const KEPT_ORIGIN_MS = 5_000
const MAX_ORIGINS = 1_000
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']
const REQUEST_HEADERS = ['authorization', 'content-type', 'idempotency-key', 'x-api-key']
const EXPOSED = Object.keys(HEADERS).join(', ')

/**
 * Answers the preflight of a browser. A preflight has no key: it passes if any app names the origin. Another preflight is an
 * ordinary OPTIONS, whose answer allows nothing.
 * @param count counts the preflight by the caller's address
 */
export function answerPreflight(
  services: ApiServices,
  count: CountCaller,
): MiddlewareHandler<ApiEnvironment> {
  const known = new Map<string, { isKnown: Promise<boolean>; until: number }>()
  const isKnown = (origin: string) => {
    const now = services.now().getTime()
    const kept = known.get(origin)
    if (kept && kept.until > now) return kept.isKnown
    if (known.size >= MAX_ORIGINS) known.clear()
    const asked = isKnownOrigin({ ctx: services, input: { origin } })
    known.set(origin, { isKnown: asked, until: now + KEPT_ORIGIN_MS })
    asked.catch(() => known.delete(origin))
    return asked
  }
  const answer = cors({
    origin: (origin) => origin,
    allowMethods: METHODS,
    allowHeaders: REQUEST_HEADERS,
    maxAge: KEPT_SECONDS,
  })
  return async (c, next) => {
    const origin = c.req.header('origin')
    const isPreflight =
      c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined
    if (!isPreflight || origin === undefined || !(await isKnown(origin))) return await next()
    await count(c)
    return await answer(c, next)
  }
}

/** Lets a browser read the answer, if the app of the key names the browser's origin. Credentials such as cookies stay excluded. */
export function allowOrigin(c: Context, origins: readonly string[]): void {
  if (origins.length === 0) return
  // A cache must not give the answer for one origin to another.
  c.header('Vary', 'Origin', { append: true })
  const origin = c.req.header('origin')
  if (origin === undefined || !origins.includes(origin)) return
  c.header('Access-Control-Allow-Origin', origin)
  c.header('Access-Control-Expose-Headers', EXPOSED)
}
