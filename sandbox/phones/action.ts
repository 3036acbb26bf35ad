import { getContentType, normalizeMessageContent, proto } from '@whiskeysockets/baileys'
import { SandboxError } from '../errors.ts'
import type { ActionDraft } from './draft.ts'
import type { Screen, ShownMessage } from './screen.ts'

const { Type } = proto.Message.ProtocolMessage

/** The chat that the message is in; in a group, who wrote it, and whether the phone is an admin there. */
interface ActionChat {
  jid: string
  participant?: string | undefined
  isAdmin?: boolean
}

/**
 * An edit, revoke or reaction in WhatsApp's form. `original` is the message that `target` shows. Throws `not_allowed`
 * when it is another's to edit or revoke.
 */
export function composeAction(
  draft: ActionDraft,
  chat: ActionChat,
  target: ShownMessage,
  original: proto.IMessage | undefined,
): proto.IMessage {
  const { jid: remoteJid, participant, isAdmin } = chat
  const key = { remoteJid, fromMe: target.fromMe, id: target.id, ...(participant && { participant }) }
  if (draft.type === 'reaction')
    return { reactionMessage: { key, text: draft.emoji, senderTimestampMs: Date.now() } }
  if (!target.fromMe && !(draft.type === 'revoke' && isAdmin))
    throw new SandboxError('not_allowed', 'Only own messages can be edited or revoked.')
  if (draft.type === 'revoke') return { protocolMessage: { key, type: Type.REVOKE } }
  const editedMessage = edited(original, draft.text)
  return { protocolMessage: { key, type: Type.MESSAGE_EDIT, editedMessage, timestampMs: Date.now() } }
}

/** The message with another text: with another caption where it has a file. */
export function edited(original: proto.IMessage | undefined, text: string): proto.IMessage {
  const content = normalizeMessageContent(original) ?? {}
  const key = getContentType(content)
  const part = key && content[key]
  return key && part && typeof part === 'object' && 'caption' in part
    ? { [key]: { ...part, caption: text } }
    : { conversation: text }
}

/** Lets an edit, revoke or reaction change the message it is about: an edit by its writer, a revoke by an admin as well. */
export function apply(screen: Screen, row: ShownMessage, isByAdmin = false): void {
  const target = row.targetId === undefined ? undefined : screen.get(row.targetId)
  if (!target || target.chat !== row.chat) return
  if (row.type === 'reaction') {
    const { [row.from]: _previous, ...others } = target.reactions ?? {}
    screen.update(target.id, { reactions: row.text ? { ...others, [row.from]: row.text } : others })
    return
  }
  const isOwn = row.from === target.from
  if (row.type === 'edit' && row.text !== undefined && isOwn) {
    const words = target.mimetype === undefined ? 'text' : 'caption'
    screen.update(target.id, { [words]: row.text, edited: true })
  }
  if (row.type === 'revoke' && (isOwn || isByAdmin)) screen.update(target.id, { text: '', revoked: true })
}
