import type { Store } from './store.ts'

/** QStash's own. */
const WINDOW_MS = 600_000

/** The deduplication id that a publish names; undefined where it names none. */
export function deduplicationId(headers: Headers): string | undefined {
  return headers.get('upstash-deduplication-id') ?? undefined
}

/** The message that has the id already; undefined for a new id. `now` is Unix time in ms. */
export function findDuplicate(store: Store, id: string, now: number): string | undefined {
  const known = store.duplicates.get(id)
  return known && known.expiresAt > now ? known.messageId : undefined
}

/** Keeps the id for the message, and drops those whose time is over. */
export function rememberDuplicate(store: Store, id: string, messageId: string, now: number): void {
  for (const [old, { expiresAt }] of store.duplicates.entries()) {
    if (expiresAt > now) break
    store.duplicates.delete(old)
  }
  // Also one in the middle, so that the order of the rows stays that of their end.
  store.duplicates.delete(id)
  store.duplicates.set(id, { messageId, expiresAt: now + WINDOW_MS })
}
