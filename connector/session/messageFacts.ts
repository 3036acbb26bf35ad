import type { Timer } from '#shared/domain/chats/index.ts'
import { type GroupSnapshot, isMember } from '#shared/domain/groups/index.ts'
import { type MessageRow, type QuotedMessage, quotedMessage } from '#shared/domain/messages/index.ts'
import { isGroupJid, isLid } from '#shared/jid.ts'
import type { ConnectorServices } from '../services.ts'
import { type About, type MessageFacts, previewOfPayload, type Shown } from '../whatsapp/index.ts'
import type { Connection } from './connection.ts'
import type { Groups } from './groups.ts'

interface Place {
  connection: Connection
  groups: Groups
}

/**
 * Reads the facts that a message carries beside its content: the message that it quotes or reacts to, and the timer of
 * the chat.
 * @param place.jid JID of the chat, as WhatsApp knows it
 * @throws the database's error
 */
export async function messageFacts(
  services: Pick<ConnectorServices, 'db'>,
  { row, jid, timer, ...place }: Place & { row: MessageRow; jid: string; timer: Timer | null },
): Promise<MessageFacts> {
  const about = await readAbout(services, place, row, jid)
  return { acceptedAt: row.createdAt, ...(about && { about }), ...(timer && { timer }) }
}

async function readAbout(
  services: Pick<ConnectorServices, 'db'>,
  place: Place,
  { sessionId, remoteJid, content }: MessageRow,
  jid: string,
): Promise<About | null> {
  const { quoted } = content
  if (!quoted) return null
  const { id, fromMe = false } = quoted
  const found = await quotedMessage({ ctx: services, input: { sessionId, messageId: id, fromMe } })
  const message = found ?? { remoteJid, fromMe, participant: quoted.participant ?? null }
  // The chat may have another spelling on WhatsApp than in the row.
  const chat = message.remoteJid === remoteJid ? jid : message.remoteJid
  const author = await authorOf(place, chat, message)
  const text: Shown = { type: 'text', content: { text: quoted.text ?? '' }, preview: null }
  return { id, fromMe, chat, author, shown: found ? shownOf(found) : text }
}

/** Returns what a quote shows of a message. An earlier release kept the thumbnail of a sent message in the payload only. */
export function shownOf({ type, content, preview, payload }: QuotedMessage): Shown {
  return { type, content, preview: preview ?? (payload && previewOfPayload(payload)) }
}

/** Returns the JID of a message's author. In a group, the JID has the addressing of the group. */
async function authorOf(
  place: Place,
  chat: string,
  { fromMe, participant }: Pick<QuotedMessage, 'fromMe' | 'participant'>,
): Promise<string> {
  const own = place.connection.ownJids
  if (!isGroupJid(chat)) return fromMe ? (own[0] ?? '') : chat
  if (fromMe || participant === null) return await inAddressing(place, chat, own[0] ?? '')
  return await inAddressing(place, chat, participant)
}

/**
 * Returns a member's JID in the addressing of a group: the LID or the number. The given JID stays if the other one is
 * unknown.
 * @throws the database's error
 */
export async function inAddressing(
  { connection, groups }: Place,
  groupId: string,
  jid: string,
): Promise<string> {
  const group = await groups.find(groupId)
  if (!group) return jid
  const own = connection.ownJids
  const known = own.includes(jid) ? own : await jidsOf(connection, group, jid)
  return known.find((one) => isLid(one) === (group.addressingMode === 'lid')) ?? jid
}

async function jidsOf(
  connection: Connection,
  { members }: Pick<GroupSnapshot, 'members'>,
  jid: string,
): Promise<string[]> {
  const member = members.find((one) => isMember(one, [jid]))
  // A member that has left the group may have a known LID.
  if (member?.lid) return [member.jid, member.lid]
  const lid = isLid(jid) ? jid : await connection.ask((socket) => socket.lidOf(jid)).catch(() => null)
  return lid === null ? [jid] : [jid, lid]
}
