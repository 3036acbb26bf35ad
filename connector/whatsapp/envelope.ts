import type { WAMessage } from '@whiskeysockets/baileys'
import { cut, MAX_NAME } from '#shared/contracts/sizes.ts'
import type { LidMapping } from '#shared/domain/lidMappings/index.ts'
import type { InboundMessage } from '#shared/domain/messages/index.ts'
import { bareJid, hasAuthors, isLid, isPersonJid, isStatusJid, phoneOf } from '#shared/jid.ts'
import { type NamedJid, namedBeside } from './usernames.ts'

/** The fields of a message beside its content. */
export type Envelope = Omit<InboundMessage, 'type' | 'content' | 'media' | 'preview'>

/** A JID, and the other JID of the same person if WhatsApp named it. */
interface Named {
  jid: string
  alternative: string | null | undefined
}

/** Reads the envelope of a message. Returns null for a message without a chat or an id. */
export function readEnvelope(message: WAMessage): Envelope | null {
  const { key, pushName, messageTimestamp } = message
  const { id } = key
  const chat = chatOf(message)
  if (!chat || !id) return null
  const fromMe = key.fromMe === true
  const remoteJid = preferPhone(chat)
  const author = hasAuthors(remoteJid) ? authorOf(message) : undefined
  const participant = author ? preferPhone(author) : null
  return {
    id,
    sender: fromMe ? 'me' : (participant ?? remoteJid),
    remoteJid,
    fromMe,
    participant,
    status: fromMe ? 'SENT' : 'DELIVERED',
    source: fromMe ? 'phone' : 'contact',
    ...lidOf(author ?? chat),
    pushName: pushName ? cut(pushName, MAX_NAME) : null,
    timestamp: Number(messageTimestamp) || Math.floor(Date.now() / 1000),
  }
}

/** Returns the pairs of a LID and a number that the key of a message names. */
export function lidMappingsOf(message: WAMessage): LidMapping[] {
  return [chatOf(message), authorOf(message)].flatMap((named) => {
    const pair = [named?.jid, named?.alternative]
    const lid = pair.find((jid) => jid && isLid(jid))
    const phone = pair.find((jid) => phoneOf(jid) !== null)
    return lid && phone ? [{ lid: bareJid(lid), phoneJid: bareJid(phone) }] : []
  })
}

/** Returns the usernames that the key of a message names: of the chat, and of the author. */
export function usernamesOf({ key, participant }: WAMessage): NamedJid[] {
  return [
    ...namedBeside(key.remoteJid, key.remoteJidUsername),
    ...namedBeside(participant || key.participant, key.participantUsername),
  ]
}

/** Returns the chat of a message. A message to a broadcast list is a message to each of its recipients. */
function chatOf(message: WAMessage): Named | undefined {
  const { remoteJid, remoteJidAlt } = message.key
  if (!remoteJid) return undefined
  if (isStatusJid(remoteJid)) return { jid: remoteJid, alternative: undefined }
  const author = remoteJid.endsWith('@broadcast') ? authorOf(message) : undefined
  return author ?? { jid: remoteJid, alternative: isPersonJid(remoteJid) ? remoteJidAlt : undefined }
}

/**
 * Returns the author of a message in a chat of several people. The phone's history has the author beside the key. For a
 * broadcast, Baileys writes the author's other JID into the field of the chat's other JID.
 */
function authorOf({ key, participant }: WAMessage): Named | undefined {
  const jid = participant || key.participant
  const alternative =
    key.participantAlt ?? (key.remoteJid?.endsWith('@broadcast') ? key.remoteJidAlt : undefined)
  return jid ? { jid, alternative } : undefined
}

/** Returns the phone-number JID where one is known, because users know numbers and not LIDs. */
function preferPhone({ jid, alternative }: Named): string {
  return bareJid(phoneOf(jid) === null && phoneOf(alternative) !== null && alternative ? alternative : jid)
}

/** Returns the person's LID if WhatsApp named it. */
function lidOf({ jid, alternative }: Named): { lid?: string } {
  const lid = [jid, alternative].find((each) => each && isLid(each))
  return lid ? { lid: bareJid(lid) } : {}
}
