import { isUnstorableValue } from '#shared/database/index.ts'
import { findJournaled } from '#shared/domain/auth-state/index.ts'
import { sentMessage } from '#shared/domain/messages/index.ts'
import type { ConnectorServices } from '../services.ts'
import {
  JOURNAL,
  rejectAfterClose,
  type SocketLifecycle,
  type SocketListener,
  sealContext,
} from '../whatsapp/index.ts'
import type { Acks } from './acks.ts'
import { openSecret, ownJids, type SessionAuth } from './auth.ts'
import type { ChatTimers } from './chatTimers.ts'
import type { Groups } from './groups.ts'
import type { Inbox } from './inbox.ts'
import type { LidMappings } from './lidMappings.ts'
import type { Receipts } from './receipts.ts'
import type { SentChanges } from './sentChanges.ts'
import type { Usernames } from './usernames.ts'

type StorageHooks = Pick<
  SocketListener,
  | 'onJournaled'
  | 'findJournaled'
  | 'onReceipt'
  | 'onGroupNotification'
  | 'onPairs'
  | 'onUsernames'
  | 'onGroupTimer'
  | 'findGroup'
  | 'sentMessage'
  | 'sentChange'
  | 'onUndecryptable'
>

/**
 * Creates the hooks that read and write while WhatsApp waits for an answer. If the database fails, the socket is closed before
 * the call rejects. Nothing is confirmed, and WhatsApp redelivers the stanza to the next socket.
 */
export function storageHooks(options: {
  services: Pick<ConnectorServices, 'db' | 'now' | 'outbox' | 'log'>
  sessionId: string
  auth: SessionAuth
  inbox: Inbox
  receipts: Receipts
  groups: Groups
  lidMappings: LidMappings
  usernames: Usernames
  timers: ChatTimers
  acks: Acks
  changes: SentChanges
  lifecycle: SocketLifecycle
}): StorageHooks {
  const { services, sessionId, inbox, receipts, groups, lidMappings, usernames, timers } = options
  const { acks, changes, lifecycle } = options
  const { cipher, store } = options.auth
  const stored = <T>(work: Promise<T>) => rejectAfterClose(work, lifecycle)
  /** Logs and drops a value that the database cannot store. Otherwise WhatsApp would redeliver it for ever. */
  const unlessUnstorable = (work: Promise<void>) =>
    stored(
      work.catch((err: unknown) => {
        if (!isUnstorableValue(err)) throw err
        services.log.error({ err, sessionId }, 'stanza.unstorable')
      }),
    )
  return {
    onJournaled: (row) => inbox.add(row, options.auth),
    findJournaled: async (hash) => {
      const sealed = await stored(findJournaled({ ctx: services, input: { sessionId, hash } }))
      if (sealed?.byteLength === 0) return 'erased'
      return sealed && { hash, bytes: cipher.open(sealed, sealContext(sessionId, JOURNAL, hash)) }
    },
    onReceipt: async (change) => {
      await unlessUnstorable(receipts.store(change))
      // A receipt of the recipient proves that WhatsApp has the message, even if the ack was lost.
      if (change.author === 'me') for (const messageId of change.messageIds) acks.received(messageId, null)
    },
    onGroupNotification: async (notification) => {
      await usernames.learned()
      await unlessUnstorable(groups.onNotification(notification, ownJids(store)))
    },
    onPairs: (pairs) => lidMappings.learn(pairs),
    onUsernames: (named) => usernames.learn(named),
    onGroupTimer: (setting) => unlessUnstorable(timers.store([setting])),
    findGroup: (id) => stored(groups.find(id)),
    sentMessage: async (messageId) => {
      const sent = await stored(sentMessage({ ctx: services, input: { sessionId, messageId } }))
      const secret = sent && openSecret(options.auth, messageId, sent.secret)
      return sent && { ...sent, secret: secret ?? undefined }
    },
    sentChange: (stanzaId) => stored(changes.find(stanzaId)),
    onUndecryptable: (message) => {
      // On a closed socket the storage failed, and WhatsApp redelivers the message.
      if (!lifecycle.closed.aborted) inbox.addPlaceholder(message)
    },
  }
}
