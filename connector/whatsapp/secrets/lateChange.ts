import type { WAMessage } from '@whiskeysockets/baileys'
import type { MediaSource } from '#shared/contracts/media.ts'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { MAX_ID } from '#shared/contracts/sizes.ts'
import { bareJid, isGroupJid } from '#shared/jid.ts'
import type { Envelope } from '../envelope.ts'
import type { UseCase } from './openSealed.ts'
import type { Sealed, SealedKind } from './readSealed.ts'

/** A change of an earlier message, which can only be applied when the gateway has that message. */
export interface LateChange {
  /** Id of the earlier message. */
  targetId: string
  /** The stanza that carried the change. */
  envelope: Envelope
  /** The chat and the author as the stanza named them. Changes that an earlier release kept have none. */
  named?: MediaSource['named']
  /** JIDs of the author of the change: the number and the LID. */
  editors: string[]
  /** JIDs by which the change names the author of the earlier message. */
  authors: string[]
  /** The author's time of the change, in Unix ms, if known. */
  changedAt: number | null
  change: { kind: 'edited'; content: MessageContent } | SealedChange
}

/** An encrypted change, with bytes in base64. */
export interface SealedChange {
  kind: SealedKind
  useCases: readonly UseCase[]
  payload: string
  iv: string
}

/** Converts an encrypted change to its stored form. */
export function toSealedChange({ kind, useCases, payload, iv }: Sealed): SealedChange {
  const toText = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  return { kind, useCases, payload: toText(payload), iv: toText(iv) }
}

/** Returns the JIDs of a message's author, by number and by LID. */
export function authorsOf({ key, participant }: WAMessage, me: { id: string; lid: string }): string[] {
  if (key.fromMe) return jidsOf([me.id, me.lid])
  return key.participant || participant
    ? jidsOf([key.participant, participant, key.participantAlt])
    : jidsOf([key.remoteJid, key.remoteJidAlt])
}

/** Returns the JIDs by which a key names the author of a message. */
export function namedIn({ target }: Pick<Sealed, 'target'>): string[] {
  return jidsOf([target.participant, target.remoteJid])
}

function jidsOf(jids: readonly (string | null | undefined)[]): string[] {
  const people = jids.flatMap((jid) => (jid && jid.length <= MAX_ID && !isGroupJid(jid) ? bareJid(jid) : []))
  return [...new Set(people)]
}

/** Encodes a change for storage. */
export function encodeLateChange(change: LateChange): Buffer {
  return Buffer.from(JSON.stringify(change))
}

/** Decodes a stored change. */
export function decodeLateChange(bytes: Buffer): LateChange {
  return JSON.parse(bytes.toString())
}
