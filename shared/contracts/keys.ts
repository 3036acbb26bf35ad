/** Actions that an API key can allow. A key without limits allows all of them. */
export const KEY_SCOPES = ['read', 'send', 'manage'] as const
export type KeyScope = (typeof KEY_SCOPES)[number]

/** Most sessions or networks that one key can name. */
export const MAX_KEY_SESSIONS = 1_000
export const MAX_KEY_NETWORKS = 50

/** Limits of an API key. */
export interface KeyLimits {
  scopes: readonly KeyScope[]
  /** The sessions that the key opens; null for all sessions of its app. */
  sessions: readonly string[] | null
  /** Time at which the key stops working; null for a key that does not expire. */
  expiresAt: Date | null
  /** Addresses and networks (CIDR) that may use the key; null for all. */
  allowedIps: readonly string[] | null
}

/** The limits that a request names. An absent limit stays as it is. */
export type KeyLimitChanges = { [Name in keyof KeyLimits]?: KeyLimits[Name] | undefined }

/** Limits of a key that names none. */
export const NO_KEY_LIMITS: KeyLimits = {
  scopes: KEY_SCOPES,
  sessions: null,
  expiresAt: null,
  allowedIps: null,
}
