import { getContentType, normalizeMessageContent, proto } from '@whiskeysockets/baileys'
import { SandboxError } from '../errors.ts'
import type { ActionDraft, TapDraft } from './draft.ts'
import type { Screen, ShownMessage } from './screen.ts'

const { Type } = proto.Message.ProtocolMessage

/** The chat of the message. In a group, also the author of the message, and whether the phone is an admin. */
interface ActionChat {
  jid: string
  participant?: string | undefined
  isAdmin?: boolean
}

/**
 * Composes an edit, a revoke or a reaction in WhatsApp's form.
 * @param original the message that `target` shows
 * @throws SandboxError `not_allowed` if the phone may not edit or revoke the message
 */
export function composeAction(
  draft: Exclude<ActionDraft, TapDraft>,
  chat: ActionChat,
  target: ShownMessage,
  original: proto.IMessage | undefined,
): proto.IMessage {
  const { jid: remoteJid, participant, isAdmin } = chat
  const key = { remoteJid, fromMe: target.fromMe, id: target.id, ...(participant && { participant }) }
  if (draft.type === 'reaction')
    return { reactionMessage: { key, text: draft.emoji, senderTimestampMs: Date.now() } }
  if (!target.fromMe && !(draft.type === 'revoke' && (isAdmin || draft.forged)))
    throw new SandboxError(
      'not_allowed',
      'A phone edits and revokes only its own messages. A group admin also revokes the messages of others.',
    )
  if (draft.type === 'revoke') return { protocolMessage: { key, type: Type.REVOKE } }
  const editedMessage = edited(original, draft.text)
  return { protocolMessage: { key, type: Type.MESSAGE_EDIT, editedMessage, timestampMs: Date.now() } }
}

/** Returns the message with another text. A message with a file gets another caption. */
export function edited(original: proto.IMessage | undefined, text: string): proto.IMessage {
  const content = normalizeMessageContent(original) ?? {}
  const key = getContentType(content)
  const part = key && content[key]
  return key && part && typeof part === 'object' && 'caption' in part
    ? { [key]: { ...part, caption: text } }
    : { conversation: text }
}

/**
 * Applies an edit, a revoke or a reaction to its message. Only the author may edit; the author and group
 * admins may revoke.
 */
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
    const field = target.mimetype === undefined ? 'text' : 'caption'
    screen.update(target.id, { [field]: row.text, edited: true })
  }
  if (row.type === 'revoke' && (isOwn || isByAdmin)) screen.update(target.id, { text: '', revoked: true })
}
