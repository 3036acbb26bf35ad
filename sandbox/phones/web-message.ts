import { createHash } from 'node:crypto'
import { proto } from '@whiskeysockets/baileys'
import { jidOf } from '../accounts/address.ts'
import { hasAuthors } from '../groups/group.ts'
import { edited } from './action.ts'
import type { Phone } from './phone.ts'
import type { ShownMessage, Status } from './screen.ts'
import { secretOf } from './seal-target.ts'

const { Type } = proto.Message.ProtocolMessage
const { Status: WireStatus, StubType } = proto.WebMessageInfo

const STATUS_ON_WIRE: Record<Status, number> = {
  ERROR: WireStatus.ERROR,
  PENDING: WireStatus.PENDING,
  SENT: WireStatus.SERVER_ACK,
  DELIVERED: WireStatus.DELIVERY_ACK,
  READ: WireStatus.READ,
}

/** Converts a row to the form in which clients store messages. A phone sends this form again on request. */
export function webMessage(phone: Phone, row: ShownMessage): proto.IWebMessageInfo {
  const key = keyOf(phone, row)
  const original = phone.screen.content(row.id) ?? {}
  return {
    ...key,
    messageTimestamp: row.timestamp,
    status: STATUS_ON_WIRE[row.status],
    ...(!row.fromMe && { pushName: phone.world.directory.find(row.from)?.name ?? null }),
    ...(!row.revoked && { messageSecret: secretOf(original) ?? null }),
    ...(row.revoked ? { messageStubType: StubType.REVOKE } : { message: current(row, original) }),
  }
}

/**
 * Converts a row to the form of the history. An edited message is its edit, under the id of the edit. The reactions
 * and the decrypted votes are beside the message.
 */
export function historicMessage(phone: Phone, row: ShownMessage): proto.IWebMessageInfo {
  const info = webMessage(phone, row)
  const actions = phone.screen.list(row.chat).filter(({ targetId }) => targetId === row.id)
  const edit = row.edited && !row.revoked ? actions.findLast(({ type }) => type === 'edit') : undefined
  return {
    ...info,
    ...(edit && {
      key: { ...info.key, id: edit.id },
      messageTimestamp: edit.timestamp,
      message: { protocolMessage: editOf(info, edit) },
    }),
    reactions: Object.entries(row.reactions ?? {}).flatMap(([number, text]) => {
      const reaction = actions.findLast(({ type, from }) => type === 'reaction' && from === number)
      return reaction ? [{ text, key: authorKey(phone, reaction), senderTimestampMs: msOf(reaction) }] : []
    }),
    pollUpdates: Object.entries(row.votes ?? {}).flatMap(([number, names]) => {
      const vote = actions.findLast(({ type, from }) => type === 'vote' && from === number)
      const selectedOptions = names.map((name) => createHash('sha256').update(name).digest())
      return vote
        ? [
            {
              pollUpdateMessageKey: authorKey(phone, vote),
              vote: { selectedOptions },
              senderTimestampMs: msOf(vote),
            },
          ]
        : []
    }),
  }
}

const msOf = ({ timestamp }: ShownMessage) => timestamp * 1000

/** Returns the key of a reaction or a vote of the history, which also names the author. */
function authorKey(phone: Phone, action: ShownMessage): proto.IMessageKey {
  const { key, participant } = keyOf(phone, action)
  return { ...key, ...(participant && !action.fromMe && { participant }) }
}

function editOf(info: proto.IWebMessageInfo, edit: ShownMessage): proto.Message.IProtocolMessage {
  const editedMessage = info.message ?? {}
  return { key: info.key ?? null, type: Type.MESSAGE_EDIT, editedMessage, timestampMs: edit.timestamp * 1000 }
}

/** Returns the key of a row. The author of a message in a group stands beside the key. */
function keyOf(phone: Phone, row: ShownMessage): Pick<proto.IWebMessageInfo, 'key' | 'participant'> {
  const { directory } = phone.world
  const author = directory.find(row.from)
  const chat = directory.find(row.chat)
  const isShared = hasAuthors(row.chat)
  const remoteJid = isShared
    ? row.chat
    : jidOf(chat ?? { phone: row.chat, lid: '' }, chat ? row.addressing : 'pn')
  return {
    key: { remoteJid, fromMe: row.fromMe, id: row.id },
    ...(isShared && author && { participant: jidOf(author, row.addressing) }),
  }
}

function current(row: ShownMessage, original: proto.IMessage): proto.IMessage {
  if (!row.edited) return original
  const { messageContextInfo } = original
  return { ...latest(row, original), ...(messageContextInfo && { messageContextInfo }) }
}

/** Returns the content of an edited message. */
function latest(row: ShownMessage, original: proto.IMessage): proto.IMessage {
  const { name = '', poll, text = '', caption = text } = row
  if (original.eventMessage) return { eventMessage: { ...original.eventMessage, name } }
  if (!poll) return edited(original, caption)
  const options = poll.options.map((optionName) => ({ optionName }))
  return { pollCreationMessageV3: { name: poll.name, options, selectableOptionsCount: poll.selectable } }
}
