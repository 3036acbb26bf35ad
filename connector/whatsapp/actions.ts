import { type BinaryNode, proto, type WAMessage, type WASocket } from '@whiskeysockets/baileys'
import { MEDIA_TYPES, type MediaType } from '#shared/contracts/messages.ts'
import { bareJid, isGroupJid } from '#shared/jid.ts'
import type { Logger } from '#shared/logger.ts'
import type { AuthStore } from './authStore.ts'
import { compose } from './content/compose.ts'
import { composeChange } from './content/composeChange.ts'
import { composeMedia } from './content/composeMedia.ts'
import type { MessageFacts } from './content/facts.ts'
import type { Draft, Outgoing } from './content/kinds/index.ts'
import type { Relay } from './fast/index.ts'
import { groupActions } from './groups/actions.ts'
import { toMetadata } from './groups/node.ts'
import { renewSenderKey } from './groups/senderKeys.ts'
import { readMediaSource, toMediaMessage } from './media.ts'
import { readMessageCap } from './restrictions.ts'
import { derivedSecret, withSecret } from './secrets/index.ts'
import type { SentMessage, SocketListener, WhatsAppSocket } from './types.ts'
import { fetchUsername, findUsername } from './usernames.ts'

/** Time for which WhatsApp shows that a contact is typing. */
const PRESENT_MS = 25_000

/** Creates the actions of a socket over Baileys' socket. */
export function socketActions(
  sock: WASocket,
  {
    auth,
    listener,
    log,
    relay: relayed,
  }: {
    auth: AuthStore
    listener: Pick<SocketListener, 'findGroup' | 'onRestricted' | 'onUsernames'>
    log: Logger
    relay: Relay
  },
): WhatsAppSocket {
  const groups = groupActions(sock, listener)
  let leaving: NodeJS.Timeout | undefined
  const relay = async (
    jid: string,
    id: string,
    body: proto.IMessage,
    stanza: { attributes?: Record<string, string>; nodes?: BinaryNode[] },
  ) => {
    const { attributes = {}, nodes = [] } = stanza
    const outgoing = { id, jid, message: body, attributes, nodes }
    if (!isGroupJid(jid) || !auth.me) return await relayed(outgoing)
    const group = (await listener.findGroup(jid)) ?? (await groups.fetchGroup(jid))
    await renewSenderKey(sock.authState.keys, auth.me, group)
    await relayed({ ...outgoing, members: toMetadata(group).participants.map((member) => member.id) })
  }

  return {
    ...groups,
    send: async (message) => {
      const { message: body, attributes = {}, nodes = [] } = outgoing(auth, message)
      await relay(message.remoteJid, message.id, body, { attributes, nodes })
    },
    uploadMedia: (message, file, facts) => composeMedia(sock, draftOf(auth, message, facts), file, log),
    encode: async (message, facts) => encode(compose(draftOf(auth, message, facts)).message),
    sendChange: async (id, change) => {
      const { jid, message, attributes } = composeChange(change)
      await relay(jid, id, message, { attributes })
    },
    markRead: async (keys) => {
      await sock.readMessages([...keys])
    },
    setPresence: async (jid, state) => {
      // WhatsApp shows no typing of a user who is unavailable.
      await sock.sendPresenceUpdate('available')
      await sock.sendPresenceUpdate(state, jid)
      clearTimeout(leaving)
      // The phone notifies its user only while this device is unavailable.
      leaving = setTimeout(
        () => void sock.sendPresenceUpdate('unavailable').catch(() => undefined),
        PRESENT_MS,
      )
    },
    fetchRestrictions: async () => {
      const [timelock, cap] = await Promise.all([
        sock.fetchAccountReachoutTimelock(),
        sock.fetchNewChatMessageCap(),
      ])
      // Baileys emits the timelock, and only returns the cap.
      listener.onRestricted('message_cap', readMessageCap(cap))
      return { isTimelocked: timelock.isActive === true }
    },
    pictureUrl: async (jid) => (await sock.profilePictureUrl(jid, 'image').catch(notFound)) ?? null,
    findOnWhatsApp: async (jid) => {
      const found = await sock.onWhatsApp(jid)
      if (found === undefined) throw new Error('WhatsApp returned no result for the number')
      return found.find(({ exists }) => exists)?.jid ?? null
    },
    renewMedia: async ({ source, remoteJid, id, fromMe, participant }) => {
      // Without this call, Baileys names WhatsApp's own host in the answer.
      await sock.refreshMediaConn()
      const named = source.named ?? { remoteJid, ...(participant && { participant }) }
      const key = { ...named, id, fromMe }
      const { message } = await sock.updateMediaMessage({ key, message: toMediaMessage(source) } as WAMessage)
      return { ...(readMediaSource(message) ?? source), named }
    },
    lidOf: async (jid) => {
      const lid = await sock.signalRepository.lidMapping.getLIDForPN(jid)
      return lid && bareJid(lid)
    },
    findUsername: (query) => findUsername(sock, query),
    usernameOf: (lid) => fetchUsername(sock, lid),
    requestPairingCode: (phone) => sock.requestPairingCode(phone),
    logout: async () => {
      await sock.logout()
    },
    close: async (reason) => {
      await sock.end(reason === undefined ? undefined : new Error(reason))
      await auth.flushed()
    },
    get isOpen() {
      return sock.ws.isOpen
    },
  }
}

/** Returns the message to send: decoded from its stored form, or composed again with the same result. */
export function outgoing(auth: AuthStore, message: SentMessage): Outgoing {
  const { secret = derivedSecret(auth.creds, message.id) } = message
  const { message: body, ...stanza } = composed(auth, message)
  return { ...stanza, message: withSecret(body, secret) }
}

/** Returns a message without its secret, with the additional parts of its stanza. */
function composed(auth: AuthStore, message: SentMessage): Outgoing {
  if (!message.payload) return compose(draftOf(auth, message))
  const stored = proto.Message.decode(message.payload)
  if (MEDIA_TYPES.includes(message.type as MediaType)) return { message: stored }
  return { ...compose(draftOf(auth, message)), message: stored }
}

function encode(message: proto.IMessage): Buffer {
  return Buffer.from(proto.Message.encode(message).finish())
}

/** Adds the fields that only the session knows to a message. */
function draftOf(
  { creds }: AuthStore,
  { id, remoteJid, type, content }: SentMessage,
  facts?: MessageFacts,
): Draft {
  return { id, remoteJid, type, content, ownJid: bareJid(creds.me?.id ?? ''), facts }
}

function notFound(error: unknown): undefined {
  const code = (error as { data?: unknown }).data
  if (code === 404 || code === 401) return undefined
  throw error
}
