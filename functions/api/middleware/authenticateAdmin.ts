import { createHash, timingSafeEqual } from 'node:crypto'
import { createMiddleware } from 'hono/factory'
import { InvalidAdminToken } from '#shared/errors/index.ts'
import type { ApiEnvironment } from '../services.ts'

/** Authenticates the operator by the admin token. A rate limit by address precedes it, which slows down guessing. */
export function authenticateAdmin(adminToken: string) {
  const expected = sha256(adminToken)
  return createMiddleware<ApiEnvironment>(async (c, next) => {
    const given = c.req.header('authorization')?.match(/^Bearer\s+(\S+)$/i)?.[1]
    if (given === undefined || !timingSafeEqual(sha256(given), expected)) throw new InvalidAdminToken()
    c.set('apiKey', { id: 'admin', secret: given })
    await next()
  })
}

/** Hashes a token to a constant length, which allows a comparison in constant time. */
function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
