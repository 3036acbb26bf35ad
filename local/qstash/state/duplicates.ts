import { createHash } from 'node:crypto'
import type { Settings } from '../settings/settings.ts'
import type { Store } from './store.ts'

/** QStash's own. */
const WINDOW_MS = 600_000

/** The id that a publish is known by for ten minutes: its own, or one made of its content; undefined where it asks for neither. */
export function deduplicationId(settings: Settings, headers: Headers, body: Buffer): string | undefined {
  const id = headers.get('upstash-deduplication-id')
  if (id !== null) return `id:${id}`
  if (headers.get('upstash-content-based-deduplication') !== 'true') return undefined
  const identity = JSON.stringify([settings.url, Object.entries(settings.header).sort()])
  return `content:${createHash('sha256').update(identity).update('\n').update(body).digest('base64')}`
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
