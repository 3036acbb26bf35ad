import { findJournaled } from '#shared/domain/auth-state/index.ts'
import { advanceStatus, sentContent } from '#shared/domain/messages/index.ts'
import type { Tenure } from '../fleet/tenure.ts'
import type { ConnectorServices } from '../services.ts'
import { JOURNAL, openRow, type SocketListener, sealContext } from '../whatsapp/index.ts'
import type { SessionAuth } from './auth.ts'
import type { Inbox } from './inbox.ts'

type StorageHooks = Pick<SocketListener, 'onJournaled' | 'findPlaintext' | 'onReceipt' | 'sentContent'>

/**
 * What a socket reads and writes while WhatsApp waits for its answer. If the database fails, `onFault` closes the socket
 * and the call never settles: nothing is confirmed, and WhatsApp sends it again to the next socket.
 */
export function storageHooks(options: {
  services: Pick<ConnectorServices, 'db'>
  sessionId: string
  tenure: Tenure
  auth: SessionAuth
  inbox: Inbox
  onFault(error: unknown): void
}): StorageHooks {
  const { services, sessionId, tenure, inbox, onFault } = options
  const { cipher, store } = options.auth
  const orNever = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      onFault(error)
      return await new Promise<never>(() => undefined)
    }
  }
  return {
    onJournaled: (row) => inbox.add(row, store.me),
    findPlaintext: async (hash) => {
      const sealed = await orNever(findJournaled(services, sessionId, hash))
      return sealed && openRow(cipher.open(sealed, sealContext(sessionId, JOURNAL, hash))).plaintext
    },
    onReceipt: (change) =>
      orNever(advanceStatus({ ctx: services, lease: tenure.lease, input: { sessionId, ...change } })),
    sentContent: (messageId) => orNever(sentContent(services, { sessionId, messageId })),
  }
}
