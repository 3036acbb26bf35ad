import makeWASocket, {
  type BinaryNode,
  DEFAULT_CONNECTION_CONFIG,
  type SignalKeyStoreWithTransaction,
} from '@whiskeysockets/baileys'
import { outgoing, socketActions } from './actions.ts'
import { toMetadata } from './groups/node.ts'
import { journalRepository, StanzaIndex } from './journal.ts'
import { transactionsOver } from './transactions.ts'
import type { SocketOptions, WhatsAppSocket } from './types.ts'
import { watchSocket } from './watch.ts'

/** Opens a connection with these credentials: they log in if they are paired, else WhatsApp offers QR codes. */
export function openSocket(options: SocketOptions): WhatsAppSocket {
  const { auth, listener, log, url, qrMs, keepAliveMs } = options
  const index = new StanzaIndex()
  const sock = makeWASocket({
    auth,
    logger: log,
    ...(url !== undefined && { waWebSocketUrl: url }),
    ...(qrMs !== undefined && { qrTimeout: qrMs }),
    keepAliveIntervalMs: keepAliveMs,
    syncFullHistory: false,
    // Else the phone stops notifying its user.
    markOnlineOnConnect: false,
    emitOwnEvents: false,
    // What is not inline we fetch ourselves: Baileys' own download ends the process when it breaks off.
    shouldSyncHistoryMessage: ({ initialHistBootstrapInlinePayload: inline }) => Boolean(inline?.length),
    // Without it, each message to a group would cost a question.
    cachedGroupMetadata: async (jid) => {
      const group = await listener.findGroup(jid)
      return group ? toMetadata(group) : undefined
    },
    getMessage: async ({ id }) => {
      const sent = id ? await listener.sentMessage(id) : undefined
      return sent && outgoing(auth, sent).message
    },
    makeSignalRepository: (state, logger, lidLookup) => {
      // The socket's own object, which all of Baileys uses: this is the first that is done with it.
      const keys: SignalKeyStoreWithTransaction = Object.assign(state.keys, transactionsOver(auth.keys))
      const repository = DEFAULT_CONNECTION_CONFIG.makeSignalRepository(state, logger, lidLookup)
      return journalRepository(repository, keys, index, listener)
    },
  })
  // Before Baileys' own listener: it hands the same buffers to the repository.
  sock.ws.prependListener('CB:message', (node: BinaryNode) => {
    index.add(node)
    queueBehindBacklog(node)
  })
  watchSocket(sock, options)
  return socketActions(sock, auth, listener, log)
}

/**
 * Baileys handles what came while we were offline one by one, and what comes meanwhile at once: a chat's new message would
 * overtake its older ones. Marked alike, all go through the one queue, in the order of the wire.
 */
function queueBehindBacklog(node: BinaryNode): void {
  node.attrs.offline ??= '0'
}
