import type { KeyLimits, KeyScope } from '#shared/contracts/keys.ts'
import { KeyLimitedToSessions, NotFound, ScopeMissing } from '#shared/errors/index.ts'

/** The rights that a tenant's endpoint asks for. */
export interface Access<Params, Query, Body> {
  /** The kind of action. The key must have this scope. */
  scope: KeyScope
  /**
   * The part of the app that the endpoint reaches. `app`: the whole app, so that a key of some sessions is refused. `key`: only what the
   * key opens, because the verb obeys `keySessions`, or because the endpoint has no data of sessions. A function returns the session.
   */
  reach: 'app' | 'key' | ((request: { params: Params; query: Query; body: Body }) => string)
}

/**
 * Checks the scope of a key, and refuses an endpoint of the whole app to a key of some sessions. This check precedes the reading of
 * the body.
 * @throws ScopeMissing, KeyLimitedToSessions
 */
export function assertScope({ scope, reach }: Access<never, never, never>, limits: KeyLimits): void {
  if (!limits.scopes.includes(scope)) throw new ScopeMissing({ needed: scope, scopes: limits.scopes })
  if (reach === 'app' && limits.sessions) throw new KeyLimitedToSessions()
}

/**
 * Refuses a session that the key does not open, as if the session did not exist.
 * @throws NotFound
 */
export function assertOpens(sessionId: string, { sessions }: KeyLimits): void {
  if (sessions && !sessions.includes(sessionId)) throw new NotFound({ what: 'Session', id: sessionId })
}
