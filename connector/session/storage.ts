import { isUnstorableValue } from '#shared/database/index.ts'
import { findJournaled } from '#shared/domain/auth-state/index.ts'
import { advanceRecipient, type StatusChange, sentMessage } from '#shared/domain/messages/index.ts'
import type { Tenure } from '../fleet/tenure.ts'
import type { ConnectorServices } from '../services.ts'
import type { PartitionStatements } from '../statements.ts'
import {
  JOURNAL,
  type SocketLife,
  type SocketListener,
  sealContext,
  settleBehindClose,
} from '../whatsapp/index.ts'
import type { Acks } from './acks.ts'
import { ownJids, type SessionAuth } from './auth.ts'
import type { Groups } from './groups.ts'
import type { Inbox } from './inbox.ts'

type StorageHooks = Pick<
  SocketListener,
  | 'onJournaled'
  | 'findJournaled'
  | 'onReceipt'
  | 'onGroupNotice'
  | 'findGroup'
  | 'sentMessage'
  | 'onUndecryptable'
>

/**
 * What a socket reads and writes while WhatsApp waits for its answer. If the database fails, the socket is closed
 * before the call rejects: nothing is confirmed, and WhatsApp sends it again to the next socket.
 */
export function storageHooks(options: {
  services: Pick<ConnectorServices, 'db' | 'now' | 'outbox' | 'log'>
  sessionId: string
  tenure: Tenure
  statements: PartitionStatements
  auth: SessionAuth
  inbox: Inbox
  groups: Groups
  acks: Acks
  life: SocketLife
}): StorageHooks {
  const { services, sessionId, tenure, statements, inbox, groups, acks, life } = options
  const { cipher, store } = options.auth
  const stored = <T>(work: Promise<T>) => settleBehindClose(work, life)
  /** What the database can't hold, it will not hold the next time either: it would come again for ever. */
  const unlessUnstorable = (work: Promise<void>) =>
    stored(
      work.catch((err: unknown) => {
        if (!isUnstorableValue(err)) throw err
        services.log.error({ err, sessionId }, 'stanza.unstorable')
      }),
    )
  const storeReceipt = async ({ participant, ...change }: StatusChange) => {
    if (participant === undefined || change.author !== 'me')
      return await statements.advance({ sessionId, ...change })
    const input = { sessionId, ...change, jid: participant }
    await advanceRecipient({ ctx: services, input: { ...input, lease: tenure.lease } })
  }
  return {
    onJournaled: (row) => inbox.add(row, store.me),
    findJournaled: async (hash) => {
      const sealed = await stored(findJournaled({ ctx: services, input: { sessionId, hash } }))
      if (sealed?.byteLength === 0) return 'erased'
      return sealed && { hash, bytes: cipher.open(sealed, sealContext(sessionId, JOURNAL, hash)) }
    },
    onReceipt: async (change) => {
      await unlessUnstorable(storeReceipt(change))
      // What its recipient has, WhatsApp has: an ack that got lost is not missed.
      if (change.author === 'me') for (const messageId of change.messageIds) acks.received(messageId, null)
    },
    onGroupNotice: (notice) => unlessUnstorable(groups.noticed(notice, ownJids(store))),
    findGroup: (id) => stored(groups.find(id)),
    sentMessage: (messageId) => stored(sentMessage({ ctx: services, input: { sessionId, messageId } })),
    onUndecryptable: (message) => {
      // On a closed socket it is storage that failed, and WhatsApp sends it again.
      if (!life.closed.aborted) inbox.addPlaceholder(message)
    },
  }
}
