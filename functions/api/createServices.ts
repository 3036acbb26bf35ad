import type { z } from 'zod'
import { ConfigError } from '#shared/config/readConfig.ts'
import { openKeyring } from '#shared/crypto/index.ts'
import { openFleetWaker } from '#shared/fleet/index.ts'
import { openMediaStore } from '#shared/media/index.ts'
import type { apiEnvironment } from '../config.ts'
import { type Core, type CoreOptions, openQueues } from '../services.ts'
import { createRateLimiter, type SharedLimit } from './rateLimit/index.ts'
import type { ApiServices } from './services.ts'

/** Creates the services of the API, once per process: the whole context of a verb. */
export async function createServices(
  config: z.output<typeof apiEnvironment>,
  options: CoreOptions,
): Promise<ApiServices & Pick<Core, 'checkLimits' | 'close'>> {
  const base = openQueues(config, options)
  return {
    ...base,
    keyring: await openKeyring(config),
    rateLimit: createRateLimiter({
      limit: config.VESPER_RATE_LIMIT,
      shared: await sharedLimit(config),
      log: base.log,
      now: base.now,
    }),
    media: openMediaStore(config),
    fleet: openFleetWaker(config),
    settings: {
      ...base.settings,
      adminToken: config.VESPER_ADMIN_TOKEN,
      trustedProxies: config.VESPER_TRUSTED_PROXIES,
    },
    async pingDatabase() {
      await base.db.execute('select 1')
    },
  }
}

/**
 * Returns the shared rate limit, or undefined without Redis.
 * @throws ConfigError if only one of URL and token is set, because the count would silently be local
 */
async function sharedLimit(config: z.output<typeof apiEnvironment>): Promise<SharedLimit | undefined> {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token, VESPER_RATE_LIMIT: limit } = config
  if (url !== undefined && token !== undefined) {
    // A start without Redis does not wait for the SDK.
    const { upstashLimit } = await import('./rateLimit/upstash.ts')
    return upstashLimit({ url, token, limit })
  }
  if (url === token) return undefined
  const key = url === undefined ? 'UPSTASH_REDIS_REST_URL' : 'UPSTASH_REDIS_REST_TOKEN'
  throw new ConfigError([{ key, problem: 'is required if the other one is set' }])
}
