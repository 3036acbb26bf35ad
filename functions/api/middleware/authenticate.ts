import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { KeyLimits } from '#shared/contracts/keys.ts'
import { authenticate as findKey, hashOf, type KeyHolder, recordUse } from '#shared/domain/apiKeys/index.ts'
import { AccountSuspended, AddressNotAllowed, ApiKeyExpired, Unauthorized } from '#shared/errors/index.ts'
import { isInNetworks } from '#shared/input/index.ts'
import type { ApiEnvironment, ApiServices } from '../services.ts'
import type { ApiKeyCache } from './apiKeyCache.ts'
import { clientAddress, fullAddress } from './clientAddress.ts'
import { allowOrigin } from './cors.ts'
import { FailedAuthLimiter } from './failedAuthLimiter.ts'
import { limitRate } from './limitRate.ts'

/**
 * Authenticates a request by its API key, and applies the key's rate limit. Requests without a valid key are limited by address.
 */
export function authenticate(services: ApiServices, keyCache: ApiKeyCache) {
  const failedAuth = new FailedAuthLimiter(services.rateLimit.limit)

  const holderOf = async (key: string, address: string): Promise<KeyHolder | null> => {
    const now = services.now().getTime()
    const hash = hashOf(key)
    const remembered = keyCache.get(hash, now)
    if (remembered) return remembered
    if (!failedAuth.mayLookUp(address, now)) return null
    const holder = await keyCache.load(hash, now, async () => {
      const found = await findKey({ ctx: services, input: { key } })
      if (found) await recordUse({ ctx: services, input: found })
      return found
    })
    if (!holder) failedAuth.recordFailure(address, now)
    return holder
  }

  return createMiddleware<ApiEnvironment>(async (c, next) => {
    const key = keyOf(c)
    const address = clientAddress(c, services)
    const byAddress = () => limitRate(c, services, `ip:${address}`)
    const holder = await holderOf(key, address).catch(async (error: unknown) => {
      await byAddress()
      throw error
    })
    if (holder) allowOrigin(c, holder.corsOrigins)
    const refusal = holder ? refusalOf(holder.limits, c, services) : new Unauthorized()
    if (!holder || refusal) {
      await byAddress()
      throw refusal
    }
    await limitRate(c, services, `key:${holder.keyId}`)
    if (holder.isSuspended) throw new AccountSuspended()
    c.set('appId', holder.appId)
    c.set('keyLimits', holder.limits)
    c.set('isAsleep', holder.isAsleep)
    c.set('apiKey', { id: holder.keyId, secret: key })
    await next()
  })
}

/** Returns the error of a key that does not work now, or not from the caller's address. */
function refusalOf({ expiresAt, allowedIps }: KeyLimits, c: Context, services: ApiServices) {
  if (expiresAt && expiresAt <= services.now()) return new ApiKeyExpired({ expiredAt: expiresAt })
  if (!allowedIps) return undefined
  const address = fullAddress(c, services)
  return isInNetworks(address, allowedIps) ? undefined : new AddressNotAllowed({ address })
}

function keyOf(c: Context): string {
  const bearer = c.req.header('authorization')?.match(/^Bearer\s+(\S+)$/i)?.[1]
  return c.req.header('x-api-key')?.trim() || bearer || ''
}
