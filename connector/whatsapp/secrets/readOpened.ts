import { proto } from '@whiskeysockets/baileys'
import type { MediaSource } from '#shared/contracts/media.ts'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { cut, MAX_NAME } from '#shared/contracts/sizes.ts'
import { type ReadContent, readContent } from '../content/read.ts'
import { lastField } from '../content/wire.ts'
import { readMediaSource } from '../media.ts'
import { msOf, type SealedKind } from './readSealed.ts'

/** A decrypted change of an earlier message. */
export type Opened =
  | { kind: 'edit'; content: MessageContent; changedAt: number | null }
  | { kind: 'option'; name: string }
  | { kind: 'vote'; choices: string[] }
  | { kind: 'response'; choice: string; guests: number; changedAt: number | null }
  /** A reaction or a comment, which is a message of its own. */
  | { kind: 'message'; content: ReadContent; media: MediaSource | null }

/** Limit of the choices of a vote. WhatsApp's polls have twelve options. */
const MAX_CHOICES = 100
/** Numbers of `Message.pollAddOptionMessage`, of its option, and of the option's name. Baileys' protobuf lacks them. */
const ADD_OPTION_FIELDS = [121, 2, 1]

/**
 * Reads the plaintext of a change. Returns null if the plaintext has no content.
 * @throws Error for bytes that are no protobuf message
 */
export function readOpened(kind: SealedKind, messageId: string, plaintext: Buffer): Opened | null {
  switch (kind) {
    case 'vote': {
      const { selectedOptions } = proto.Message.PollVoteMessage.decode(plaintext)
      const choices = selectedOptions.slice(0, MAX_CHOICES).map((hash) => Buffer.from(hash).toString('hex'))
      return { kind, choices: [...new Set(choices)] }
    }
    case 'response': {
      const { response, timestampMs, extraGuestCount } = proto.Message.EventResponseMessage.decode(plaintext)
      const choice = RESPONSES[response ?? 0]
      const guests = Math.max(0, extraGuestCount ?? 0)
      return choice === undefined ? null : { kind, choice, guests, changedAt: msOf(timestampMs) }
    }
    case 'reaction': {
      const { text } = proto.Message.ReactionMessage.decode(plaintext)
      return toMessage({ reactionMessage: { text: text ?? '', key: { id: messageId } } })
    }
    case 'comment': {
      const message = proto.Message.decode(plaintext)
      return toMessage({ commentMessage: { message, targetMessageKey: { id: messageId } } })
    }
    case 'option':
      return readOption(plaintext)
    case 'edit':
      return readEdit(plaintext)
  }
}

/** Responses to an event, by WhatsApp's number. */
const RESPONSES: Readonly<Record<number, string>> = { 1: 'going', 2: 'not_going', 3: 'maybe' }

function toMessage(message: proto.IMessage): Opened | null {
  const content = readContent(message)
  return content && { kind: 'message', content, media: readMediaSource(message) }
}

/** Reads an edit. Some clients send the new content without the protocol message around it. */
function readEdit(plaintext: Buffer): Opened | null {
  const message = proto.Message.decode(plaintext)
  const { protocolMessage } = message
  const read = readContent(protocolMessage?.editedMessage ?? message)
  return read && { kind: 'edit', content: read.content, changedAt: msOf(protocolMessage?.timestampMs) }
}

/** Reads a new option of a poll: the option alone, or the whole poll with the option. */
function readOption(plaintext: Buffer): Opened | null {
  let bytes: Uint8Array | null = plaintext
  for (const field of ADD_OPTION_FIELDS) bytes = bytes && lastField(bytes, field)
  if (bytes) return { kind: 'option', name: cut(Buffer.from(bytes).toString(), MAX_NAME) }
  const edit = readEdit(plaintext)
  const name = edit?.kind === 'edit' ? edit.content.poll?.options.at(-1) : undefined
  return name === undefined ? null : { kind: 'option', name }
}
