import type { Context } from '#shared/domain/context.ts'
import type { Repeatable } from '#shared/domain/repeatable.ts'
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

/** The context of a verb of the management API, which sees all tenants. */
export type AdminContext = ApiServices & Repeatable

/** What a request carries on its way through the middleware. */
export interface ApiEnvironment {
  Variables: Repeatable & {
    requestId: string
    /** Whether it has gone into its caller's rate limit. */
    isCounted?: boolean
    appId: string
    /** The key that it came with; `secret` is the whole of it. On the management API: `admin`, and the admin token. */
    apiKey: { id: string; secret: string }
  }
}
