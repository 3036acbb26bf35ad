import type { Store } from './store.ts'

/** QStash's deduplication window. */
const WINDOW_MS = 600_000

/** Returns the deduplication id of a publish, or undefined. */
export function deduplicationId(headers: Headers): string | undefined {
  return headers.get('upstash-deduplication-id') ?? undefined
}

/**
 * Returns the message that already has the id, or undefined for a new id.
 * @param now Unix time in ms
 */
export function findDuplicate(store: Store, id: string, now: number): string | undefined {
  const known = store.duplicates.get(id)
  return known && known.expiresAt > now ? known.messageId : undefined
}

/** Stores the id of a message, and deletes expired ids. */
export function rememberDuplicate(store: Store, id: string, messageId: string, now: number): void {
  for (const [old, { expiresAt }] of store.duplicates.entries()) {
    if (expiresAt > now) break
    store.duplicates.delete(old)
  }
  // Deletes an earlier row of the same id too, so that the rows stay in the order of their expiry.
  store.duplicates.delete(id)
  store.duplicates.set(id, { messageId, expiresAt: now + WINDOW_MS })
}
