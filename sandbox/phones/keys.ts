import { normalizeMessageContent, type proto } from '@whiskeysockets/baileys'
import { namesIn } from '../groups/describe.ts'
import { hasAuthors } from '../groups/group.ts'
import type { Phone } from './phone.ts'
import type { ShownMessage } from './screen.ts'
import { sealedTarget } from './sealed.ts'

/** A message on the screen, as its key names the message. */
type Target = Pick<ShownMessage, 'id' | 'chat' | 'from' | 'fromMe'>

/** Returns the key of the message that a reaction, an edit or a revoke changes. */
export function keyIn(message: proto.IMessage): proto.IMessageKey | undefined {
  const { reactionMessage, protocolMessage } = normalizeMessageContent(message) ?? {}
  return reactionMessage?.key ?? protocolMessage?.key ?? sealedTarget(message)
}

/**
 * Returns the key of a message, as WhatsApp's own clients write it. Only a message of another member of a group has a
 * participant: the author's JID in the addressing of the group.
 */
export function keyOf(phone: Phone, remoteJid: string, target: Target): proto.IMessageKey {
  const isNamed = !target.fromMe && hasAuthors(target.chat)
  const participant = isNamed ? authorJid(phone, target) : undefined
  return { remoteJid, fromMe: target.fromMe, id: target.id, ...(participant && { participant }) }
}

/**
 * Tells whether a key names a message. A real phone does not find the message of a wrong key.
 * @param author the number of the person who wrote the key; `fromMe` is from the view of this person
 */
export function isKeyOf(
  phone: Phone,
  key: proto.IMessageKey | undefined,
  author: string,
  target: Target,
): boolean {
  const isOwn = target.from === author
  if (!key || (key.fromMe === true) !== isOwn) return false
  if (isOwn || !hasAuthors(target.chat)) return !key.participant
  return key.participant === authorJid(phone, target)
}

/**
 * Tells whether a quote names the author of a message. In a chat with one person, the id is enough, and the author may
 * be absent.
 */
export function isQuoteOf(phone: Phone, participant: string | null | undefined, target: Target): boolean {
  if (hasAuthors(target.chat)) return participant === authorJid(phone, target)
  return !participant || phone.world.directory.resolve(participant)?.phone === target.from
}

/** Returns the author's JID, as the stanzas of the group name the author. */
export function authorJid(phone: Phone, { chat, from }: Pick<Target, 'chat' | 'from'>): string | undefined {
  const { directory, groups } = phone.world
  return directory.find(from) && namesIn(phone.world, groups.find(chat) ?? {}, from).jid
}
