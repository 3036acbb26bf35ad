import type { WASocket } from '@whiskeysockets/baileys'
import { ExpiringCache } from './expiringCache.ts'

const MINUTE_MS = 60_000
/** Life of a retry counter and of a requested placeholder, as in Baileys' own caches. */
const RETRY_MS = 60 * MINUTE_MS
/** Life of an offered call. */
const CALL_MS = 5 * MINUTE_MS
/** Life of a message that Baileys keeps for retries. */
const RECENT_MS = 5 * MINUTE_MS
/** Life of a base key, by which Baileys notices that a retry repeats the same Signal session. */
const BASE_KEY_MS = 15 * MINUTE_MS
/** A session with more entries loses the oldest. */
const MAX_ENTRIES = 5_000
/** The numbers of Baileys. */
const MAX_RECENT = 512
const MAX_BASE_KEYS = 1_024
/** Separates the chat from the id in the key of a recent message. */
const SEPARATOR = '\u0000'

/** Returns the caches of a socket that Baileys takes as options. */
export function socketCaches() {
  return {
    msgRetryCounterCache: new ExpiringCache(RETRY_MS, MAX_ENTRIES),
    placeholderResendCache: new ExpiringCache(RETRY_MS, MAX_ENTRIES),
    callOfferCache: new ExpiringCache(CALL_MS, MAX_ENTRIES),
  }
}

/**
 * Replaces the caches of a socket's retry manager, which allocate 70 KB for each session. The manager itself stays, because it ends
 * endless retries and renews broken Signal sessions. `keepTextsOut` leaves only requests to the phone of the account in the cache of
 * recent messages.
 */
export function slimRetryManager({
  messageRetryManager: manager,
}: Pick<WASocket, 'messageRetryManager'>): void {
  if (manager === null) return
  const idsOfRecent = new Map<string, string>()
  const recent = new ExpiringCache(RECENT_MS, MAX_RECENT, (key) =>
    idsOfRecent.delete(key.slice(key.lastIndexOf(SEPARATOR) + 1)),
  )
  Object.assign(manager, {
    recentMessagesMap: recent,
    messageKeyIndex: idsOfRecent,
    baseKeys: new ExpiringCache(BASE_KEY_MS, MAX_BASE_KEYS),
  })
}
