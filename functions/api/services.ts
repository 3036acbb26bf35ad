import type { KeyLimits } from '#shared/contracts/keys.ts'
import type { Context } from '#shared/domain/context.ts'
import type { Repeatable } from '#shared/domain/repeatable.ts'
import type { RateLimiter } from './rateLimit/index.ts'

/** Services of the API. */
export interface ApiServices extends Context {
  /**
   * Checks that the database answers.
   * @throws the database's error
   */
  pingDatabase(): Promise<void>
  rateLimit: RateLimiter
  settings: Context['settings'] & {
    /** Token of the management API. Unset: the management API is disabled. */
    adminToken: string | undefined
    /** Number of trusted proxies, whose entries in x-forwarded-for are used. */
    trustedProxies: number
  }
}

/** Context of a verb of the management API, which sees all tenants. */
export type AdminContext = ApiServices & Repeatable

/** Values that the middleware attaches to a request. */
export interface ApiEnvironment {
  Variables: Repeatable & {
    requestId: string
    /** True if the request was counted by a rate limit. */
    isCounted?: boolean
    appId: string
    /** Limits of the request's API key. */
    keyLimits: KeyLimits
    /** True if a change must start the sweeps. */
    isAsleep: boolean
    /** The request's API key; `secret` is the whole key. On the management API: `admin` and the admin token. */
    apiKey: { id: string; secret: string }
  }
}
