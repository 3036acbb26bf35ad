import { MessageRetryManager } from '@whiskeysockets/baileys'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createLogger } from '#shared/logger.ts'
import { slimRetryManager, socketCaches } from './socketCaches.ts'

const CHAT = '905551234567@s.whatsapp.net'
const MINUTE_MS = 60_000

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

/** Returns the retry manager of a socket, with our caches, and its private index. */
function retryManager() {
  const log = createLogger({ level: 'silent', name: 'test' })
  const manager = new MessageRetryManager(log, 5)
  slimRetryManager({ messageRetryManager: manager })
  const { messageKeyIndex } = manager as unknown as { messageKeyIndex: Map<string, string> }
  return { manager, index: messageKeyIndex }
}
const message = { conversation: 'text' }

it('keeps a message for a retry until the message is sent again, or five minutes pass', () => {
  const { manager, index } = retryManager()
  manager.addRecentMessage(CHAT, 'A', message)
  manager.addRecentMessage(CHAT, 'B', message)
  expect(manager.getRecentMessage(CHAT, 'A')?.message).toBe(message)
  manager.markRetrySuccess('A')
  expect(manager.getRecentMessage(CHAT, 'A')).toBeUndefined()
  vi.advanceTimersByTime(5 * MINUTE_MS)
  expect(manager.getRecentMessage(CHAT, 'B')).toBeUndefined()
  manager.addRecentMessage(CHAT, 'C', message)
  expect([...index.keys()]).toEqual(['C'])
})

it('keeps 512 recent messages at most, and no more ids than messages', () => {
  const { manager, index } = retryManager()
  for (let n = 0; n < 600; n += 1) manager.addRecentMessage(CHAT, String(n), message)
  expect(index.size).toBe(512)
  expect(manager.getRecentMessage(CHAT, '87')).toBeUndefined()
  expect(manager.getRecentMessage(CHAT, '88')?.message).toBe(message)
})

it('ends endless retries, and notices a retry with the same Signal session', () => {
  const { manager } = retryManager()
  for (let n = 0; n < 5; n += 1) manager.incrementRetryCount('A')
  expect(manager.hasExceededMaxRetries('A')).toBe(true)
  manager.saveBaseKey('1.0', 'A', Buffer.from('key'))
  expect(manager.hasSameBaseKey('1.0', 'A', Buffer.from('key'))).toBe(true)
  expect(manager.hasSameBaseKey('1.0', 'A', Buffer.from('new'))).toBe(false)
  manager.deleteBaseKey('1.0', 'A')
  expect(manager.hasSameBaseKey('1.0', 'A', Buffer.from('key'))).toBe(false)
})

it('forgets everything at the end of the socket', () => {
  const { manager, index } = retryManager()
  manager.addRecentMessage(CHAT, 'A', message)
  manager.clear()
  expect(manager.getRecentMessage(CHAT, 'A')).toBeUndefined()
  expect(index.size).toBe(0)
})

it('remembers a retry counter for an hour after its last change, and an offered call for five minutes', () => {
  const { msgRetryCounterCache, callOfferCache, placeholderResendCache } = socketCaches()
  for (const cache of [msgRetryCounterCache, callOfferCache, placeholderResendCache]) cache.set('A', 1)
  vi.advanceTimersByTime(5 * MINUTE_MS)
  expect(callOfferCache.get('A')).toBeUndefined()
  expect(placeholderResendCache.get('A')).toBe(1)
  vi.advanceTimersByTime(54 * MINUTE_MS)
  msgRetryCounterCache.set('A', 2)
  vi.advanceTimersByTime(59 * MINUTE_MS)
  expect(msgRetryCounterCache.get('A')).toBe(2)
  expect(placeholderResendCache.get('A')).toBeUndefined()
  msgRetryCounterCache.set('B', 1)
  vi.advanceTimersByTime(2 * MINUTE_MS)
  msgRetryCounterCache.set('C', 1)
  expect(msgRetryCounterCache.size).toBe(2)
})
