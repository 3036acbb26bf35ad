import { createHmac } from 'node:crypto'
import { type BinaryNode, proto, type WAMessage, type WASocket } from '@whiskeysockets/baileys'
import { bareJid, isGroupJid } from '#shared/jid.ts'
import type { Logger } from '#shared/logger.ts'
import type { AuthStore } from './authStore.ts'
import { compose } from './content/compose.ts'
import { composeMedia } from './content/composeMedia.ts'
import type { Draft, Outgoing } from './content/kinds/index.ts'
import { groupActions } from './groups/actions.ts'
import { renewSenderKey } from './groups/senderKeys.ts'
import { readMediaSource, toMediaMessage } from './media.ts'
import type { SentMessage, SocketListener, WhatsAppSocket } from './types.ts'

const { Type: ProtocolType } = proto.Message.ProtocolMessage

/** WhatsApp shows somebody typing for this long. */
const PRESENT_MS = 25_000

/** What can be done on a socket of Baileys', in our terms. */
export function socketActions(
  sock: WASocket,
  auth: AuthStore,
  listener: Pick<SocketListener, 'findGroup'>,
  log: Logger,
): WhatsAppSocket {
  const ofGroups = groupActions(sock)
  let leaving: NodeJS.Timeout | undefined
  const relay = async (
    jid: string,
    id: string,
    body: proto.IMessage,
    stanza: { attributes?: Record<string, string>; nodes?: BinaryNode[] },
  ) => {
    const { attributes = {}, nodes = [] } = stanza
    if (isGroupJid(jid) && auth.me) {
      const group = (await listener.findGroup(jid)) ?? (await ofGroups.fetchGroup(jid))
      await renewSenderKey(sock.authState.keys, auth.me, group)
    }
    await sock.relayMessage(jid, body, {
      messageId: id,
      additionalAttributes: attributes,
      additionalNodes: nodes,
    })
  }

  return {
    ...ofGroups,
    send: async (message) => {
      const { message: body, attributes = {}, nodes = [] } = outgoing(auth, message)
      await relay(message.remoteJid, message.id, body, { attributes, nodes })
    },
    uploadMedia: (message, file) => composeMedia(sock, draftOf(auth, message), file, log),
    edit: async (id, key, text) => {
      const editedMessage = { extendedTextMessage: { text } }
      const protocolMessage = { key, type: ProtocolType.MESSAGE_EDIT, editedMessage, timestampMs: Date.now() }
      await relay(key.remoteJid, id, { protocolMessage }, { attributes: { edit: '1' } })
    },
    revoke: async (id, key) => {
      // As the author, or as a group's admin.
      const edit = key.fromMe || !isGroupJid(key.remoteJid) ? '7' : '8'
      await relay(
        key.remoteJid,
        id,
        { protocolMessage: { key, type: ProtocolType.REVOKE } },
        { attributes: { edit } },
      )
    },
    markRead: async (keys) => {
      await sock.readMessages([...keys])
    },
    setPresence: async (jid, state) => {
      // WhatsApp shows nobody typing who is not there.
      await sock.sendPresenceUpdate('available')
      await sock.sendPresenceUpdate(state, jid)
      clearTimeout(leaving)
      // While we are there, the phone does not notify its user.
      leaving = setTimeout(
        () => void sock.sendPresenceUpdate('unavailable').catch(() => undefined),
        PRESENT_MS,
      )
    },
    fetchRestrictions: async () => {
      await sock.fetchAccountReachoutTimelock()
    },
    pictureUrl: async (jid) => (await sock.profilePictureUrl(jid, 'image').catch(notFound)) ?? null,
    findOnWhatsApp: async (jid) => {
      const found = await sock.onWhatsApp(jid)
      if (found === undefined) throw new Error('WhatsApp did not answer whether the number exists')
      return found.find(({ exists }) => exists)?.jid ?? null
    },
    renewMedia: async ({ source, remoteJid, id, fromMe, participant }) => {
      // Without it, Baileys names WhatsApp's own host for what it hears back.
      await sock.refreshMediaConn()
      const key = { remoteJid, id, fromMe, ...(participant && { participant }) }
      const { message } = await sock.updateMediaMessage({ key, message: toMediaMessage(source) } as WAMessage)
      return readMediaSource(message) ?? source
    },
    lidOf: async (jid) => {
      const lid = await sock.signalRepository.lidMapping.getLIDForPN(jid)
      return lid && bareJid(lid)
    },
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

/** The message as it goes out: as it went out before, or composed anew, which is the same. */
export function outgoing(auth: AuthStore, message: SentMessage): Outgoing {
  return message.payload
    ? { message: proto.Message.decode(message.payload) }
    : compose(draftOf(auth, message))
}

/** What is composed for a message, with what only its session knows. */
function draftOf({ creds }: AuthStore, { id, remoteJid, type, content }: SentMessage): Draft {
  const secret = createHmac('sha256', creds.advSecretKey).update(id).digest()
  return { id, remoteJid, type, content, secret, ownJid: bareJid(creds.me?.id ?? '') }
}

function notFound(error: unknown): undefined {
  const code = (error as { data?: unknown }).data
  if (code === 404 || code === 401) return undefined
  throw error
}
