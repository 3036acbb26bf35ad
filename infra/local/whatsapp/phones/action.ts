import { getContentType, normalizeMessageContent, proto } from '@whiskeysockets/baileys'
import { SandboxError } from '../errors.ts'
import type { ActionDraft } from './draft.ts'
import type { Screen, ShownMessage } from './screen.ts'

const { Type } = proto.Message.ProtocolMessage

/**
 * An edit, revoke or reaction in WhatsApp's form. `chatJid` is the chat that the target is in, `original` the target
 * itself. Throws `not_allowed` when it is another's to edit or revoke.
 */
export function composeAction(
  draft: ActionDraft,
  chatJid: string,
  target: ShownMessage,
  original: proto.IMessage | undefined,
): proto.IMessage {
  const key = { remoteJid: chatJid, fromMe: target.fromMe, id: target.id }
  if (draft.type === 'reaction')
    return { reactionMessage: { key, text: draft.emoji, senderTimestampMs: Date.now() } }
  if (!target.fromMe) throw new SandboxError('not_allowed', 'Only own messages can be edited or revoked.')
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

/** Lets an edit, revoke or reaction change the message it is about: the first two only by its writer. */
export function apply(screen: Screen, row: ShownMessage): void {
  const target = row.targetId === undefined ? undefined : screen.get(row.targetId)
  if (!target || target.chat !== row.chat) return
  if (row.type === 'reaction') {
    const { [row.from]: _previous, ...others } = target.reactions ?? {}
    screen.update(target.id, { reactions: row.text ? { ...others, [row.from]: row.text } : others })
  } else if (row.from === target.from) {
    const words = target.mimetype === undefined ? 'text' : 'caption'
    if (row.type === 'edit' && row.text !== undefined)
      screen.update(target.id, { [words]: row.text, edited: true })
    if (row.type === 'revoke') screen.update(target.id, { text: '', revoked: true })
  }
}
