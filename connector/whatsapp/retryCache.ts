import type { MessageRetryManager, proto } from '@whiskeysockets/baileys'

/**
 * Keeps the messages of people out of Baileys' cache for retries. Baileys keeps each sent and each received message there for five
 * minutes, also after an erasure. A retry reads the database instead. Only a request to the account's own phone stays in the cache,
 * because no row holds the request. Such a request has ids and no text.
 */
export function keepTextsOut(manager: MessageRetryManager | null): void {
  if (!manager) return
  const add = manager.addRecentMessage.bind(manager)
  manager.addRecentMessage = (to: string, id: string, message: proto.IMessage) => {
    if (message.protocolMessage?.peerDataOperationRequestMessage) add(to, id, message)
  }
}
