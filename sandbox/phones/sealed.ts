import { createHash } from 'node:crypto'
import { normalizeMessageContent, proto } from '@whiskeysockets/baileys'
import { SandboxError } from '../errors.ts'
import type { SealedDraft } from './draft.ts'
import type { Fields } from './readers.ts'
import { type SealKey, seal, type UseCase, unseal } from './seal.ts'

const { SecretEncType } = proto.Message.SecretEncryptedMessage
const { Type } = proto.Message.ProtocolMessage
const { EventResponseType } = proto.Message.EventResponseMessage
/** Baileys' enumeration lacks these types of a `secretEncryptedMessage`. */
const POLL_EDIT = 4
const POLL_ADD_OPTION = 5
/** Tag of the field 121, `pollAddOptionMessage`, which Baileys' protobuf lacks, and of the field 2, `addOption`. */
const ADD_OPTION_TAG = [0xca, 0x07]
const OPTION_TAG = [0x12]

const RESPONSES = {
  going: EventResponseType.GOING,
  not_going: EventResponseType.NOT_GOING,
  maybe: EventResponseType.MAYBE,
}

/** The message that a change is about. */
export interface SealTarget extends Omit<SealKey, 'useCase' | 'messageId'> {
  /** Key of the message, as the author of the change writes it. */
  key: proto.IMessageKey & { id: string }
  /** Content of the message. */
  original: proto.IMessage
}

/**
 * Composes a change that is encrypted with the secret of its message.
 * @param content of an edit or a comment
 */
export function composeSealed(
  draft: SealedDraft,
  target: SealTarget,
  content: proto.IMessage,
): proto.IMessage {
  const { key } = target
  const at = draft.at ?? Date.now()
  const sealed = (useCase: UseCase, plaintext: Uint8Array) =>
    seal({ ...target, messageId: key.id, useCase }, plaintext)
  const edit = (useCase: UseCase, secretEncType: number, editedMessage: proto.IMessage) => {
    const protocolMessage = { key, type: Type.MESSAGE_EDIT, editedMessage, timestampMs: at }
    const plaintext = proto.Message.encode({ protocolMessage }).finish()
    return { secretEncryptedMessage: { targetMessageKey: key, secretEncType, ...sealed(useCase, plaintext) } }
  }
  switch (draft.type) {
    case 'edit':
      return edit('Message Edit', SecretEncType.MESSAGE_EDIT, content)
    case 'editEvent': {
      const { name, description } = draft
      const event = normalizeMessageContent(target.original)?.eventMessage
      const eventMessage = { ...event, name, ...(description !== undefined && { description }) }
      return edit('Event Edit', SecretEncType.EVENT_EDIT, { eventMessage })
    }
    case 'editPoll': {
      const options = draft.options.map((optionName) => ({ optionName }))
      const poll = { name: draft.name, options, selectableOptionsCount: 1 }
      return edit('Poll Edit', POLL_EDIT, { pollCreationMessageV3: poll })
    }
    case 'addOption': {
      const option = proto.Message.PollCreationMessage.Option.encode({ optionName: draft.option }).finish()
      const plaintext = field(ADD_OPTION_TAG, field(OPTION_TAG, option))
      const secretEncType = POLL_ADD_OPTION as number
      const targetMessageKey = key
      return {
        secretEncryptedMessage: { targetMessageKey, secretEncType, ...sealed('Poll Edit', plaintext) },
      }
    }
    case 'vote': {
      const selectedOptions = draft.options.map(hashOf)
      const vote = sealed('Poll Vote', proto.Message.PollVoteMessage.encode({ selectedOptions }).finish())
      return { pollUpdateMessage: { pollCreationMessageKey: key, vote, senderTimestampMs: at } }
    }
    case 'respond': {
      const response = RESPONSES[draft.response]
      const answer = { response, timestampMs: at, extraGuestCount: draft.guests ?? 0 }
      const plaintext = proto.Message.EventResponseMessage.encode(answer).finish()
      return {
        encEventResponseMessage: { eventCreationMessageKey: key, ...sealed('Event Response', plaintext) },
      }
    }
    case 'reaction': {
      const reaction = { text: draft.emoji, senderTimestampMs: at }
      const plaintext = proto.Message.ReactionMessage.encode(reaction).finish()
      return { encReactionMessage: { targetMessageKey: key, ...sealed('Enc Reaction', plaintext) } }
    }
    case 'comment': {
      const plaintext = proto.Message.encode(content).finish()
      return { encCommentMessage: { targetMessageKey: key, ...sealed('Enc Comment', plaintext) } }
    }
  }
}

/** Returns the key of the earlier message in an encrypted change, or undefined for another message. */
export function sealedTarget(message: proto.IMessage): proto.IMessageKey | undefined {
  const content = normalizeMessageContent(message) ?? {}
  const { secretEncryptedMessage, pollUpdateMessage, encEventResponseMessage } = content
  const key =
    secretEncryptedMessage?.targetMessageKey ??
    pollUpdateMessage?.pollCreationMessageKey ??
    encEventResponseMessage?.eventCreationMessageKey ??
    content.encReactionMessage?.targetMessageKey ??
    content.encCommentMessage?.targetMessageKey
  return key ?? undefined
}

/** Decrypts a change, and returns the message in the form without encryption. Returns undefined if no key fits. */
export function unsealed(
  message: proto.IMessage,
  keys: readonly Omit<SealKey, 'useCase'>[],
): Unsealed | undefined {
  const content = normalizeMessageContent(message) ?? {}
  const open = (useCase: UseCase, part: Parameters<typeof unseal>[1]) => {
    for (const key of keys) {
      const plaintext = unseal({ ...key, useCase }, part)
      if (plaintext) return plaintext
    }
    return undefined
  }
  const { secretEncryptedMessage: secret, pollUpdateMessage, encReactionMessage, encCommentMessage } = content
  const key = { id: sealedTarget(message)?.id ?? '' }
  if (secret) {
    const plaintext = open(USE_CASES[secret.secretEncType ?? 0] ?? 'Message Edit', secret)
    return plaintext && { message: readEdit(plaintext, key) }
  }
  if (pollUpdateMessage?.vote) {
    const plaintext = open('Poll Vote', pollUpdateMessage.vote)
    return plaintext && { votes: proto.Message.PollVoteMessage.decode(plaintext).selectedOptions }
  }
  if (encReactionMessage) {
    const plaintext = open('Enc Reaction', encReactionMessage)
    return (
      plaintext && {
        message: { reactionMessage: { ...proto.Message.ReactionMessage.decode(plaintext), key } },
      }
    )
  }
  if (!encCommentMessage) return undefined
  const plaintext = open('Enc Comment', encCommentMessage)
  const commented = plaintext && proto.Message.decode(plaintext)
  return commented && { message: { commentMessage: { message: commented, targetMessageKey: key } } }
}

/** A decrypted change: the message in the form without encryption, or the hashes of the chosen options of a poll. */
export type Unsealed = { message: proto.IMessage; votes?: undefined } | { votes: Uint8Array[] }

const USE_CASES: Readonly<Record<number, UseCase>> = {
  [SecretEncType.EVENT_EDIT]: 'Event Edit',
  [SecretEncType.MESSAGE_EDIT]: 'Message Edit',
  [POLL_EDIT]: 'Poll Edit',
  [POLL_ADD_OPTION]: 'Poll Edit',
}

function readEdit(plaintext: Buffer, key: proto.IMessageKey): proto.IMessage {
  const { protocolMessage } = proto.Message.decode(plaintext)
  // Baileys' protobuf cannot read a new option of a poll.
  return protocolMessage ? { protocolMessage: { ...protocolMessage, key } } : {}
}

/** Returns the names of the options with these hashes, as a row shows a vote. */
export function voteFields(original: proto.IMessage, votes: readonly Uint8Array[], targetId: string): Fields {
  const content = normalizeMessageContent(original) ?? {}
  const poll = content.pollCreationMessage ?? content.pollCreationMessageV2 ?? content.pollCreationMessageV3
  const chosen = votes.map((hash) => Buffer.from(hash).toString('hex'))
  const names = (poll?.options ?? []).map(({ optionName }) => optionName ?? '')
  return {
    type: 'vote',
    targetId,
    options: names.filter((name) => chosen.includes(hashOf(name).toString('hex'))),
  }
}

function hashOf(option: string): Buffer {
  return createHash('sha256').update(option).digest()
}

/** Encodes a field of bytes. The value must be shorter than 128 bytes. */
function field(tag: number[], value: Uint8Array): Buffer {
  if (value.length > 127) throw new SandboxError('invalid_body', 'The option is longer than 100 bytes.')
  return Buffer.concat([Buffer.from([...tag, value.length]), value])
}
