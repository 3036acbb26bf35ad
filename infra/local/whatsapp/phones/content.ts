import { getContentType, normalizeMessageContent, proto } from '@whiskeysockets/baileys'
import { SandboxError } from '../errors.ts'
import type { Screen, ShownMessage } from './screen.ts'

/** What a phone's owner can write; the fields of the control API. */
export type Draft =
  | { type: 'text'; text: string; id?: string | undefined }
  | { type: 'edit'; messageId: string; text: string }
  | { type: 'revoke'; messageId: string }
  | { type: 'reaction'; messageId: string; emoji: string }

/** A message on its way out: the protobuf, and the attributes of its stanza and of its encrypted copies. */
export interface Composed {
  message: proto.IMessage
  stanza: Record<string, string>
  enc: Record<string, string>
}

const { Type } = proto.Message.ProtocolMessage

/** Puts a draft into WhatsApp's form; `chatJid` is the chat that the target message is in. */
export function compose(draft: Draft, chatJid: string, target: ShownMessage | undefined): Composed {
  if (draft.type === 'text')
    return { message: { conversation: draft.text }, stanza: { type: 'text' }, enc: {} }
  const key = { remoteJid: chatJid, fromMe: target?.fromMe ?? true, id: draft.messageId }
  if (draft.type === 'reaction') {
    const message = { reactionMessage: { key, text: draft.emoji, senderTimestampMs: Date.now() } }
    return { message, stanza: { type: 'reaction' }, enc: { 'decrypt-fail': 'hide' } }
  }
  if (!target?.fromMe) throw new SandboxError('not_allowed', 'Only own messages can be edited or revoked.')
  const protocolMessage =
    draft.type === 'revoke'
      ? { key, type: Type.REVOKE }
      : { key, type: Type.MESSAGE_EDIT, editedMessage: { conversation: draft.text }, timestampMs: Date.now() }
  return {
    message: { protocolMessage },
    stanza: { type: 'text', edit: draft.type === 'revoke' ? '7' : '1' },
    enc: {},
  }
}

/** What of a message goes on a row of the screen. */
export function describe(message: proto.IMessage): Pick<ShownMessage, 'type' | 'text' | 'targetId'> {
  const content = normalizeMessageContent(message) ?? {}
  const { reactionMessage: reaction, protocolMessage: protocol } = content
  const text = content.conversation ?? content.extendedTextMessage?.text
  if (text) return { type: 'text', text }
  if (reaction) return { type: 'reaction', text: reaction.text ?? '', ...target(reaction.key) }
  if (protocol?.type === Type.REVOKE) return { type: 'revoke', ...target(protocol.key) }
  if (protocol?.type === Type.MESSAGE_EDIT)
    return { type: 'edit', text: describe(protocol.editedMessage ?? {}).text ?? '', ...target(protocol.key) }
  return { type: getContentType(content)?.replace(/Message$/, '') ?? 'unknown' }
}

function target(key: proto.IMessageKey | null | undefined) {
  return key?.id ? { targetId: key.id } : {}
}

/** Lets an edit, revoke or reaction change the message it is about: the first two only by its writer. */
export function apply(screen: Screen, row: ShownMessage): void {
  const target = row.targetId === undefined ? undefined : screen.get(row.targetId)
  if (!target || target.chat !== row.chat) return
  if (row.type === 'reaction') {
    const { [row.from]: _previous, ...others } = target.reactions ?? {}
    screen.update(target.id, { reactions: row.text ? { ...others, [row.from]: row.text } : others })
  } else if (row.from === target.from) {
    if (row.type === 'edit' && row.text !== undefined)
      screen.update(target.id, { text: row.text, edited: true })
    if (row.type === 'revoke') screen.update(target.id, { text: '', revoked: true })
  }
}
