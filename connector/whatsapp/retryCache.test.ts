import { MessageRetryManager, type proto } from '@whiskeysockets/baileys'
import { expect, it } from 'vitest'
import { createLogger } from '#shared/logger.ts'
import { keepTextsOut } from './retryCache.ts'

const CHAT = '905551234567@s.whatsapp.net'

function cached(message: proto.IMessage): boolean {
  const manager = new MessageRetryManager(createLogger({ level: 'silent', name: 'retries' }), 5)
  keepTextsOut(manager)
  manager.addRecentMessage(CHAT, 'M', message)
  const isThere = manager.getRecentMessage(CHAT, 'M') !== undefined
  manager.clear()
  return isThere
}

it.each<[string, proto.IMessage]>([
  ['a text', { conversation: 'secret' }],
  ['an edit', { protocolMessage: { type: 14, editedMessage: { conversation: 'secret' } } }],
  ['a deletion', { protocolMessage: { type: 0, key: { id: 'M' } } }],
  ['a reaction', { reactionMessage: { text: '👍' } }],
  ['a copy of an own message', { deviceSentMessage: { message: { conversation: 'secret' } } }],
])('the cache of Baileys never gets %s', (_, message) => {
  expect(cached(message)).toBe(false)
})

it('the cache of Baileys has a request to the phone of the account, which no row holds', () => {
  const peerDataOperationRequestMessage = { placeholderMessageResendRequest: [{ messageKey: { id: 'M' } }] }
  expect(cached({ protocolMessage: { peerDataOperationRequestMessage } })).toBe(true)
})
