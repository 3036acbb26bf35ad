import makeWASocket, {
  type BinaryNode,
  DEFAULT_CONNECTION_CONFIG,
  type WASocket,
} from '@whiskeysockets/baileys'
import { outgoing, socketActions } from './actions.ts'
import type { AuthStore } from './authStore.ts'
import { composeChange } from './content/composeChange.ts'
import type { Outgoing } from './content/kinds/index.ts'
import { DeviceLists } from './deviceLists.ts'
import { corkByTurn, KeptLists, liveSessions, relayOver, watchDevices } from './fast/index.ts'
import { toMetadata } from './groups/node.ts'
import { journalRepository, StanzaIndex } from './journal.ts'
import { reportingPairs } from './pairs.ts'
import { keepTextsOut } from './retryCache.ts'
import { slimRetryManager, socketCaches } from './socketCaches.ts'
import { type Transactions, transactionsOver } from './transactions.ts'
import type { SocketOptions, WhatsAppSocket } from './types.ts'
import { watchSocket } from './watch.ts'

/** Opens a connection. Paired credentials log in; for others WhatsApp offers QR codes. */
export function openSocket(options: SocketOptions): WhatsAppSocket {
  const { auth, listener, log, url, version, qrMs, keepAliveMs, paths } = options
  const index = new StanzaIndex()
  const kept = paths.has('devices') ? new KeptLists() : undefined
  const lists = kept ?? new DeviceLists()
  const findSent = async (id: string): Promise<Outgoing | undefined> => {
    const change = await listener.sentChange(id)
    if (change) return composeChange(change)
    const sent = await listener.sentMessage(id)
    return sent && outgoing(auth, sent)
  }
  const sock = makeWASocket({
    auth,
    logger: log,
    version: [...version],
    ...(url !== undefined && { waWebSocketUrl: url }),
    ...(qrMs !== undefined && { qrTimeout: qrMs }),
    keepAliveIntervalMs: keepAliveMs,
    // Otherwise Baileys makes a timer and three errors for each frame that it sends. `watchOpening` has the limits.
    ...(paths.has('settings') && { connectTimeoutMs: 0 }),
    syncFullHistory: false,
    // Otherwise the phone stops notifying its user.
    markOnlineOnConnect: false,
    emitOwnEvents: false,
    userDevicesCache: lists,
    ...socketCaches(),
    // The connector downloads history that is not inline, because Baileys' own download ends the process when it fails.
    shouldSyncHistoryMessage: ({ initialHistBootstrapInlinePayload: inline }) => Boolean(inline?.length),
    // Without this cache, each message to a group would need a query.
    cachedGroupMetadata: async (jid) => {
      const group = await listener.findGroup(jid)
      return group ? toMetadata(group) : undefined
    },
    getMessage: async ({ id }) => (id ? (await findSent(id))?.message : undefined),
    makeSignalRepository: (state, logger, lidLookup) => {
      // Replaces the methods of the socket's own object, which all of Baileys uses. This callback is the first user of the
      // object.
      const transactions = transactionsOver(auth.keys)
      // A pair is reported before the transaction of its message ends, and so before WhatsApp acks the message.
      const reporting = reportingPairs(transactions, (pairs) => listener.onPairs(pairs))
      const keys: Transactions = Object.assign(state.keys, transactions, reporting)
      const inner = DEFAULT_CONNECTION_CONFIG.makeSignalRepository(state, logger, lidLookup)
      const { creds, keys: store } = auth
      const live = paths.has('repository') ? liveSessions({ inner, creds, store, keys }) : undefined
      return journalRepository(inner, keys, index, listener, live)
    },
  })
  if (paths.has('cork')) corkByTurn(sock)
  keepTextsOut(sock.messageRetryManager)
  slimRetryManager(sock)
  // Runs before Baileys' own listener, which passes the same buffers to the repository.
  sock.ws.prependListener('CB:message', (node: BinaryNode) => {
    index.add(node)
    queueBehindBacklog(node)
  })
  const devices = kept && watchDevices(sock, kept, { findSent, log })
  if (lists instanceof DeviceLists) watchShortLists(sock, lists, auth)
  watchSocket(sock, options)
  const relay = relayOver(sock, { lists, devices, paths, log })
  return socketActions(sock, { auth, listener, log, relay })
}

/**
 * Marks each stanza as offline, so that all pass through Baileys' offline queue in their order. Otherwise Baileys handles offline
 * stanzas sequentially and new ones immediately, and a new message could overtake older ones of its chat.
 */
function queueBehindBacklog(node: BinaryNode): void {
  node.attrs.offline ??= '0'
}

/** Forgets stale lists. Baileys updates the list of the number only, and sends by LID. */
function watchShortLists(sock: WASocket, lists: DeviceLists, auth: AuthStore): void {
  for (const stanza of ['CB:notification', 'CB:ack,class:message'])
    sock.ws.prependListener(stanza, (node: BinaryNode) => lists.forget(node, auth.creds.me))
}
