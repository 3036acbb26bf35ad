import {
  type BinaryNode,
  type ConnectionState,
  getAllBinaryNodeChildren,
  getBinaryNodeChild,
  proto,
  type WASocket,
} from '@whiskeysockets/baileys'
import { z } from 'zod'
import { cut, MAX_NAME } from '#shared/contracts/sizes.ts'
import type { StatusChange } from '#shared/domain/messages/index.ts'
import { bareJid, phoneOf } from '#shared/jid.ts'
import type { AuthStore } from './authStore.ts'
import { ReceiptQueue, takeFrames } from './fast/index.ts'
import { readGroupNotification, readGroupPairs, readGroupUsernames } from './groups/changes.ts'
import { readPlaceholder } from './inbound.ts'
import { journalSet } from './journal.ts'
import { watchOpening } from './opening.ts'
import { participantPairs, participantUsername } from './pairs.ts'
import { isPost, postsIn, rowOfPost, toConfirmable } from './posts.ts'
import { readReceipt } from './receipts.ts'
import { readMessageCap, readTimelock } from './restrictions.ts'
import { readGroupTimer } from './timers.ts'
import type { ConnectionEnd, SocketOptions } from './types.ts'
import { type NamedJid, namedBeside } from './usernames.ts'

/** WhatsApp shows the first QR code for 60 s and each later one for 20 s. */
const FIRST_QR_MS = 60_000
const NEXT_QR_MS = 20_000

const attrsSchema = z.record(z.string(), z.string())

const { CIPHERTEXT: CIPHERTEXT_STUB } = proto.WebMessageInfo.StubType

/** Passes a socket's events to its listener. To be called before the first event. */
export function watchSocket(sock: WASocket, options: SocketOptions): void {
  const { auth, listener } = options
  const storeReceipt = async (node: BinaryNode, change = readReceipt(node)) => {
    if (!change) return
    listener.onPairs(participantPairs(node))
    listener.onUsernames(usernamesInReceipt(node))
    await listener.onReceipt(change)
  }
  if (options.paths.has('receipts')) takeReceipts(sock, options, storeReceipt)
  sock.ws.on('CB:ack,class:message', ({ attrs }: BinaryNode) => {
    if (attrs.id) listener.onAck(attrs.id, attrs.error ?? null)
  })
  sock.ev.on('messages.upsert', ({ messages }) => {
    for (const message of messages) {
      const placeholder = message.messageStubType === CIPHERTEXT_STUB ? readPlaceholder(message) : null
      if (placeholder) listener.onUndecryptable(placeholder)
    }
  })
  sock.ev.on('creds.update', () => auth.saveCreds())
  // The contacts that the user saves on the phone.
  sock.ev.on('contacts.upsert', (contacts) =>
    listener.onUsernames(contacts.flatMap(({ id, lid, username }) => namedBeside(lid ?? id, username))),
  )
  watchPushName(sock, options)
  sock.ev.on('message-capping.update', (cap) => listener.onRestricted('message_cap', readMessageCap(cap)))
  storePostsFirst(sock, options)
  storeFirst(sock, options, 'CB:receipt', storeReceipt)
  storeFirst(sock, options, 'CB:notification', async (node) => {
    for (const post of postsIn(node, getAllBinaryNodeChildren(node))) await journalPost(post, options)
    const notification = readGroupNotification(node)
    if (notification) listener.onPairs(readGroupPairs(node))
    if (notification) listener.onUsernames(readGroupUsernames(node))
    if (notification) await listener.onGroupNotification(notification)
    const timer = readGroupTimer(node)
    if (timer) await listener.onGroupTimer(timer)
  })
  sock.ws.on('CB:ib,,dirty', (node: BinaryNode) => {
    if (getBinaryNodeChild(node, 'dirty')?.attrs.type === 'groups') listener.onGroupsDirty()
  })
  watchConnection(sock, options)
}

/** Passes plain receipts and acks to the listener without Baileys. */
function takeReceipts(
  sock: WASocket,
  { listener, log }: SocketOptions,
  store: (receipt: BinaryNode, change: StatusChange | null) => Promise<void>,
): void {
  const onFault = (err: unknown) => log.error({ err, stanza: 'receipt' }, 'stanza.failed')
  const queue = new ReceiptQueue({ store, ack: (receipt) => sock.sendMessageAck(receipt), onFault })
  takeFrames(sock, {
    onReceipt: (receipt) => queue.add(receipt),
    onAccepted: (messageId) => listener.onAck(messageId, null),
  })
}

/** Returns the usernames in a receipt: of the participant, and of the users that a joined receipt of a group lists. */
function usernamesInReceipt(node: BinaryNode): NamedJid[] {
  const lists = getAllBinaryNodeChildren(node).flatMap((child) => [child, ...getAllBinaryNodeChildren(child)])
  const users = lists.filter(({ tag }) => tag === 'user')
  return [
    ...participantUsername(node),
    ...users.flatMap(({ attrs }) => namedBeside(attrs.jid, attrs.participant_username)),
  ]
}

/** Stores a stanza before Baileys' own handlers run, in order. Baileys acknowledges the stanza after its handlers. */
function storeFirst(
  sock: WASocket,
  { log }: SocketOptions,
  stanza: 'CB:receipt' | 'CB:notification',
  store: (node: BinaryNode) => Promise<void>,
): void {
  const handlers = sock.ws.listeners(stanza) as ((node: BinaryNode) => unknown)[]
  sock.ws.removeAllListeners(stanza)
  const failed = (err: unknown) => log.error({ err, stanza }, 'stanza.failed')
  let stored: Promise<unknown> = Promise.resolve()
  sock.ws.on(stanza, (node: BinaryNode) => {
    stored = stored
      .then(() => store(node))
      .then(() => {
        for (const handle of handlers) Promise.resolve(handle(node)).catch(failed)
      })
      .catch(failed)
  })
}

/** Reports the display name of the account when Baileys learns a new name. */
function watchPushName(sock: WASocket, { auth, listener }: SocketOptions): void {
  let known = identityOf(auth).pushName
  sock.ev.on('creds.update', ({ me }) => {
    const pushName = me?.name ? cut(me.name, MAX_NAME) : known
    if (pushName !== null && pushName !== known) listener.onPushName(pushName)
    known = pushName
  })
}

/**
 * Journals the posts of channels before Baileys acknowledges them. Other messages pass at once, because their decryption journals
 * them. If the journal fails, the socket closes and WhatsApp sends the post again.
 */
function storePostsFirst(sock: WASocket, options: SocketOptions): void {
  const handlers = sock.ws.listeners('CB:message') as ((node: BinaryNode) => unknown)[]
  sock.ws.removeAllListeners('CB:message')
  const handle = (node: BinaryNode) => {
    for (const each of handlers) each(node)
  }
  let stored: Promise<unknown> = Promise.resolve()
  sock.ws.on('CB:message', (node: BinaryNode) => {
    if (!isPost(node)) return handle(node)
    stored = stored
      .then(() => journalPost(node, options))
      .then(() => handle(toConfirmable(node)))
      .catch((err: unknown) => options.log.error({ err, id: node.attrs.id }, 'post.failed'))
  })
}

async function journalPost(post: BinaryNode, { auth, listener }: SocketOptions): Promise<void> {
  const row = rowOfPost(post)
  await auth.keys.set(journalSet(row))
  listener.onJournaled(row)
}

function watchConnection(sock: WASocket, { auth, listener, log, qrMs }: SocketOptions): void {
  let lifeMs = qrMs ?? FIRST_QR_MS
  watchOpening(sock)
  sock.ev.on(
    'connection.update',
    ({ qr, isNewLogin, connection, lastDisconnect, reachoutTimeLock }: Partial<ConnectionState>) => {
      if (qr) {
        listener.onQr({ text: qr, expiresAt: new Date(Date.now() + lifeMs) })
        lifeMs = qrMs ?? NEXT_QR_MS
      }
      if (isNewLogin) listener.onPaired()
      if (reachoutTimeLock) listener.onRestricted('reachout_timelock', readTimelock(reachoutTimeLock))
      if (connection === 'open') listener.onOpen(identityOf(auth))
      if (connection === 'close') {
        const end = readEnd(lastDisconnect?.error)
        log.debug(end, 'socket.closed')
        listener.onClosed(end)
      }
    },
  )
}

function identityOf(auth: AuthStore): { phone: string | null; lid: string | null; pushName: string | null } {
  const { me } = auth.creds
  const name = me?.name ?? me?.notify
  return {
    phone: phoneOf(me?.id),
    lid: me?.lid ? bareJid(me.lid) : null,
    pushName: name ? cut(name, MAX_NAME) : null,
  }
}

/** Texts of Baileys' errors for the stanzas with which WhatsApp ends a connection. */
const FAILURE = 'Connection Failure'
const STREAM_ERROR = 'Stream Errored'

/**
 * Reads the Boom error that Baileys ends a connection with. The data of the error is the attributes of `<failure>`, or the
 * child of `<stream:error>`.
 */
export function readEnd(error: Error | undefined): ConnectionEnd {
  const boom = (error ?? {}) as { output?: { statusCode?: number }; data?: unknown }
  const message = error?.message ?? 'closed'
  const end = { code: boom.output?.statusCode ?? 0, message }
  if (message === FAILURE) return { ...end, from: 'failure', ...withAttrs(boom.data) }
  if (!message.startsWith(STREAM_ERROR)) return { ...end, from: 'socket' }
  return { ...end, from: 'stream', ...withAttrs((boom.data as Partial<BinaryNode> | undefined)?.attrs) }
}

function withAttrs(attrs: unknown): Pick<ConnectionEnd, 'attrs'> {
  const parsed = attrsSchema.safeParse(attrs)
  return parsed.success ? { attrs: parsed.data } : {}
}
