import type { Context } from '#shared/domain/context.ts'
import type { RateLimiter } from './rateLimit/index.ts'

/** What the API is built on. */
export interface ApiServices extends Context {
  /** Asks the database for a sign of life.
   * @throws whatever keeps it from answering */
  pingDatabase(): Promise<void>
  rateLimit: RateLimiter
  settings: Context['settings'] & {
    /** Opens the management API; none: it is closed. */
    adminToken: string | undefined
    /** How many proxies stand in front of us, whose entries in x-forwarded-for can be believed. */
    trustedProxies: number
  }
}

/** What a request carries on its way through the middleware. */
export interface ApiEnvironment {
  Variables: {
    requestId: string
    /** Whether it has gone into its caller's rate limit. */
    isCounted?: boolean
    appId: string
    /** The key that it came with; `secret` is the whole of it. */
    apiKey: { id: string; secret: string }
    /** See AppContext. */
    seed?: string
    leaseUntil?: Date
  }
}
