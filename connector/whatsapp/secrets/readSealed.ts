import type { proto, WAMessageContent } from '@whiskeysockets/baileys'
import { unwrap } from '../content/unwrap.ts'
import type { SealedPart, UseCase } from './openSealed.ts'
import { SECRET_TYPES } from './secretTypes.ts'

/** Kinds of changes that WhatsApp encrypts with the secret of the changed message. */
export type SealedKind = 'edit' | 'option' | 'vote' | 'response' | 'reaction' | 'comment'

/** An encrypted change of an earlier message. */
export interface Sealed extends SealedPart {
  kind: SealedKind
  /** Key of the earlier message, from the view of the author of the change. */
  target: proto.IMessageKey
  /** The author's time of the change, in Unix ms, if the envelope has one. */
  changedAt: number | null
}

/** Reads the encrypted change in a message. Returns null for any other message. */
export function readSealed(message: WAMessageContent | null | undefined): Sealed | null {
  if (!message) return null
  const content = unwrap(message).message
  const { secretEncryptedMessage, pollUpdateMessage, encEventResponseMessage } = content
  const { encReactionMessage, encCommentMessage } = content
  if (pollUpdateMessage) {
    const { pollCreationMessageKey, vote, senderTimestampMs } = pollUpdateMessage
    const facts = { kind: 'vote', useCases: ['Poll Vote'], changedAt: msOf(senderTimestampMs) } as const
    return toSealed(facts, pollCreationMessageKey, vote)
  }
  if (secretEncryptedMessage) {
    const { targetMessageKey, secretEncType } = secretEncryptedMessage
    const type = SECRET_TYPES[secretEncType ?? 0]
    return type ? toSealed(type, targetMessageKey, secretEncryptedMessage) : null
  }
  if (encEventResponseMessage) {
    const facts = { kind: 'response', useCases: ['Event Response'] } as const
    return toSealed(facts, encEventResponseMessage.eventCreationMessageKey, encEventResponseMessage)
  }
  if (encReactionMessage) {
    const facts = { kind: 'reaction', useCases: ['Enc Reaction'] } as const
    return toSealed(facts, encReactionMessage.targetMessageKey, encReactionMessage)
  }
  if (!encCommentMessage) return null
  const facts = { kind: 'comment', useCases: ['Enc Comment'] } as const
  return toSealed(facts, encCommentMessage.targetMessageKey, encCommentMessage)
}

function toSealed(
  facts: { kind: SealedKind; useCases: readonly UseCase[]; changedAt?: number | null },
  target: proto.IMessageKey | null | undefined,
  sealed: { encPayload?: Uint8Array | null; encIv?: Uint8Array | null } | null | undefined,
): Sealed | null {
  if (!target?.id || !sealed?.encPayload || !sealed.encIv) return null
  return { changedAt: null, ...facts, target, payload: sealed.encPayload, iv: sealed.encIv }
}

/** Returns a time in ms, or null for an absent time. */
export function msOf(time: unknown): number | null {
  const ms = Number(time ?? 0)
  return Number.isSafeInteger(ms) && ms > 0 ? ms : null
}
