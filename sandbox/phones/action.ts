import { getContentType, normalizeMessageContent, proto } from '@whiskeysockets/baileys'
import { SandboxError } from '../errors.ts'
import type { ActionDraft, SealedDraft, TapDraft } from './draft.ts'
import { isKeyOf, keyIn } from './keys.ts'
import type { Phone } from './phone.ts'
import type { ShownMessage } from './screen.ts'
import { composeSealed, type SealTarget } from './sealed.ts'

const { Type } = proto.Message.ProtocolMessage

/** The chat of the message. */
interface ActionChat {
  /** The key of the message. */
  key: proto.IMessageKey
  /** True if the phone is an admin of the group. */
  isAdmin?: boolean | undefined
  /** The context of the chat's timer. */
  timer: proto.IContextInfo
  /** The context of the mentions of an edit or a comment. */
  mentions: proto.IContextInfo
}

/**
 * Composes an action in WhatsApp's form. Phones encrypt most actions with the secret of the message.
 * @param original the message that `target` shows
 * @param sealWith returns the secret and the people of an encrypted action
 * @throws SandboxError `not_allowed` if the phone may not edit or revoke the message
 */
export function composeAction(
  draft: Exclude<ActionDraft, TapDraft>,
  { key, isAdmin, timer, mentions }: ActionChat,
  target: ShownMessage,
  original: proto.IMessage | undefined,
  sealWith: (draft: SealedDraft, key: SealTarget['key']) => SealTarget,
): proto.IMessage {
  const timestampMs = ('at' in draft && draft.at) || Date.now()
  if (draft.type === 'reaction' && !draft.encrypted)
    return {
      ...(timer.expiration && { messageContextInfo: { messageAddOnDurationInSecs: timer.expiration } }),
      reactionMessage: { key, text: draft.emoji, senderTimestampMs: timestampMs },
    }
  const isForAll = draft.type !== 'edit' && draft.type !== 'revoke' && !draft.type.startsWith('edit')
  const isForged = 'forged' in draft && draft.forged
  if (!target.fromMe && !isForAll && !isForged && !(draft.type === 'revoke' && isAdmin))
    throw new SandboxError(
      'not_allowed',
      'A phone edits and revokes only its own messages. A group admin also revokes the messages of others.',
    )
  if (draft.type === 'revoke') return { protocolMessage: { key, type: Type.REVOKE } }
  const content = contentOf(draft, original)
  const editedMessage = withContext(content, { ...timer, ...mentions })
  const isPlain =
    draft.type === 'edit' && (draft.plain || !original?.messageContextInfo?.messageSecret?.length)
  return isPlain
    ? { protocolMessage: { key, type: Type.MESSAGE_EDIT, editedMessage, timestampMs } }
    : composeSealed(draft, sealWith(draft, { ...key, id: target.id }), editedMessage)
}

/** Returns the content of an edit or of a comment. */
function contentOf(draft: SealedDraft, original: proto.IMessage | undefined): proto.IMessage {
  if (draft.type === 'comment') return { extendedTextMessage: { text: draft.text } }
  return draft.type === 'edit' ? edited(original, draft.text) : {}
}

/** Adds a context to a message. A plain text becomes an extended text, which has a context. */
function withContext(message: proto.IMessage, context: proto.IContextInfo): proto.IMessage {
  if (Object.keys(context).length === 0) return message
  const { conversation } = message
  if (conversation) return { extendedTextMessage: { text: conversation, contextInfo: context } }
  return Object.fromEntries(
    Object.entries(message).map(([key, part]) => [
      key,
      { ...part, contextInfo: { ...part.contextInfo, mentionedJid: [], ...context } },
    ]),
  )
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
 * admins may revoke. A phone marks a row whose key names no message of the chat.
 */
export function apply(phone: Phone, row: ShownMessage, message: proto.IMessage, isByAdmin = false): void {
  const { screen } = phone
  const target = row.targetId === undefined ? undefined : screen.get(row.targetId)
  if (row.targetId === undefined) return
  if (!target || !names(phone, row, message, target)) {
    screen.update(row.id, { unmatched: true })
    return
  }
  if (row.type === 'reaction') {
    screen.update(target.id, { reactions: withReaction(target, row) })
    return
  }
  const isOwn = row.from === target.from
  if (row.type === 'vote')
    screen.update(target.id, { votes: { ...target.votes, [row.from]: row.options ?? [] } })
  if (row.type === 'edit' && row.text !== undefined && isOwn) {
    const { mentions: _replaced, ...rest } = target
    const mentions = row.mentions && { mentions: row.mentions }
    screen.save({ ...rest, ...changesOf(target, row), edited: true, ...mentions })
  }
  if (row.type === 'revoke' && (isOwn || isByAdmin)) screen.update(target.id, { text: '', revoked: true })
}

/** Returns the fields that an edit changes. */
function changesOf(target: ShownMessage, { text = '', poll, name }: ShownMessage): Partial<ShownMessage> {
  if (poll) return { poll }
  if (target.type === 'event') return { name: name ?? text }
  return target.mimetype === undefined ? { text } : { caption: text }
}

/** Returns the reactions of a message after a reaction. An empty text removes the reaction. */
function withReaction({ reactions }: ShownMessage, { from, text }: ShownMessage): Record<string, string> {
  const { [from]: _previous, ...others } = reactions ?? {}
  return text ? { ...others, [from]: text } : others
}

/** Tells whether a row names its target: by its whole key, and a plain edit also by the kind of its content. */
function names(phone: Phone, row: ShownMessage, message: proto.IMessage, target: ShownMessage): boolean {
  if (target.chat !== row.chat || !isKeyOf(phone, keyIn(message), row.from, target)) return false
  const { editedMessage } = normalizeMessageContent(message)?.protocolMessage ?? {}
  if (row.type !== 'edit' || !editedMessage) return true
  return kindOf(editedMessage) === kindOf(phone.screen.content(target.id))
}

/** Returns the kind of a content. Both forms of a text are one kind. */
function kindOf(message: proto.IMessage | null | undefined): string | undefined {
  const kind = getContentType(normalizeMessageContent(message) ?? {})
  return kind === 'conversation' ? 'extendedTextMessage' : kind
}
