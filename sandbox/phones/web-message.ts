import { proto } from '@whiskeysockets/baileys'
import { jidOf } from '../accounts/address.ts'
import type { Account } from '../accounts/directory.ts'
import { isGroupId } from '../groups/group.ts'
import { edited } from './action.ts'
import type { Phone } from './phone.ts'
import type { ShownMessage, Status } from './screen.ts'
import { secretOf } from './seal-target.ts'

const { Status: WireStatus, StubType } = proto.WebMessageInfo

const STATUS_ON_WIRE: Record<Status, number> = {
  ERROR: WireStatus.ERROR,
  PENDING: WireStatus.PENDING,
  SENT: WireStatus.SERVER_ACK,
  DELIVERED: WireStatus.DELIVERY_ACK,
  READ: WireStatus.READ,
}

/** Converts a row to the form in which clients store messages. */
export function webMessage(phone: Phone, row: ShownMessage): proto.IWebMessageInfo {
  const { directory } = phone.world
  const author = directory.find(row.from)
  const chat = directory.find(row.chat)
  const inGroup = isGroupId(row.chat)
  const remoteJid = inGroup
    ? row.chat
    : jidOf(chat ?? { phone: row.chat, lid: '' }, chat ? row.addressing : 'pn')
  const by = (account: Account | undefined) =>
    inGroup && account ? { participant: jidOf(account, 'lid') } : {}
  const original = phone.screen.content(row.id) ?? {}
  return {
    key: { remoteJid, fromMe: row.fromMe, id: row.id, ...by(author) },
    ...by(author),
    messageTimestamp: row.timestamp,
    status: STATUS_ON_WIRE[row.status],
    ...(!row.fromMe && author && { pushName: author.name }),
    ...(!row.revoked && { messageSecret: secretOf(original) ?? null }),
    ...(row.revoked ? { messageStubType: StubType.REVOKE } : { message: current(row, original) }),
    reactions: Object.entries(row.reactions ?? {}).map(([number, text]) => ({
      text,
      key: { remoteJid, fromMe: number === phone.number, id: row.id, ...by(directory.find(number)) },
    })),
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
