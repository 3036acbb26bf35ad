import { createMiddleware } from 'hono/factory'
import { authenticate as findKey } from '#shared/domain/keys/index.ts'
import { Unauthorized } from '#shared/errors/index.ts'
import type { ApiEnvironment, ApiServices } from '../services.ts'

/** A revoked key may go on working for this long in a process that has just seen it. */
const REMEMBER_MS = 5_000
const REMEMBER_AT_MOST = 10_000

/** Lets a request through on behalf of the app that its API key belongs to. */
export function authenticate(services: ApiServices) {
  const known = new Map<string, { appId: string; until: number }>()

  const appOf = async (key: string): Promise<string | undefined> => {
    const now = services.now().getTime()
    const remembered = known.get(key)
    if (remembered && remembered.until > now) return remembered.appId
    known.delete(key)
    const found = await findKey({ ctx: services, input: { key } })
    if (!found) return undefined
    if (known.size >= REMEMBER_AT_MOST) known.clear()
    known.set(key, { appId: found.appId, until: now + REMEMBER_MS })
    return found.appId
  }

  return createMiddleware<ApiEnvironment>(async (c, next) => {
    const bearer = c.req.header('authorization')?.match(/^Bearer\s+(\S+)$/i)?.[1]
    const key = c.req.header('x-api-key')?.trim() || bearer
    const appId = key && (await appOf(key))
    if (!appId) throw new Unauthorized()
    c.set('appId', appId)
    await next()
  })
}
