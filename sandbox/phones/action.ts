import { getContentType, normalizeMessageContent, proto } from '@whiskeysockets/baileys'
import { SandboxError } from '../errors.ts'
import type { ActionDraft, SealedDraft, TapDraft } from './draft.ts'
import type { Screen, ShownMessage } from './screen.ts'
import { composeSealed, type SealTarget } from './sealed.ts'

const { Type } = proto.Message.ProtocolMessage

/** The chat of the message. In a group, also the author of the message, and whether the phone is an admin. */
interface ActionChat {
  jid: string
  participant?: string | undefined
  isAdmin?: boolean
}

/**
 * Composes an action in WhatsApp's form. Phones encrypt most actions with the secret of the message.
 * @param original the message that `target` shows
 * @param sealWith returns the secret and the people of an encrypted action
 * @throws SandboxError `not_allowed` if the phone may not edit or revoke the message
 */
export function composeAction(
  draft: Exclude<ActionDraft, TapDraft>,
  chat: ActionChat,
  target: ShownMessage,
  original: proto.IMessage | undefined,
  sealWith: (draft: SealedDraft, key: SealTarget['key']) => SealTarget,
): proto.IMessage {
  const { jid: remoteJid, participant, isAdmin } = chat
  const key = { remoteJid, fromMe: target.fromMe, id: target.id, ...(participant && { participant }) }
  const timestampMs = ('at' in draft && draft.at) || Date.now()
  if (draft.type === 'reaction' && !draft.encrypted)
    return { reactionMessage: { key, text: draft.emoji, senderTimestampMs: timestampMs } }
  const isForAll = draft.type !== 'edit' && draft.type !== 'revoke' && !draft.type.startsWith('edit')
  const isForged = 'forged' in draft && draft.forged
  if (!target.fromMe && !isForAll && !isForged && !(draft.type === 'revoke' && isAdmin))
    throw new SandboxError(
      'not_allowed',
      'A phone edits and revokes only its own messages. A group admin also revokes the messages of others.',
    )
  if (draft.type === 'revoke') return { protocolMessage: { key, type: Type.REVOKE } }
  const editedMessage = draft.type === 'edit' ? edited(original, draft.text) : {}
  const isPlain =
    draft.type === 'edit' && (draft.plain || !original?.messageContextInfo?.messageSecret?.length)
  return isPlain
    ? { protocolMessage: { key, type: Type.MESSAGE_EDIT, editedMessage, timestampMs } }
    : composeSealed(draft, sealWith(draft, key), editedMessage)
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
  if (row.type === 'vote')
    screen.update(target.id, { votes: { ...target.votes, [row.from]: row.options ?? [] } })
  if (row.type === 'edit' && row.text !== undefined && isOwn)
    screen.update(target.id, { ...changesOf(target, row), edited: true })
  if (row.type === 'revoke' && (isOwn || isByAdmin)) screen.update(target.id, { text: '', revoked: true })
}

/** Returns the fields that an edit changes. */
function changesOf(target: ShownMessage, { text = '', poll, name }: ShownMessage): Partial<ShownMessage> {
  if (poll) return { poll }
  if (target.type === 'event') return { name: name ?? text }
  return target.mimetype === undefined ? { text } : { caption: text }
}
