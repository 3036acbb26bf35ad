import type { proto } from '@whiskeysockets/baileys'
import type { MessageContent } from '#shared/contracts/messages.ts'

/** Facts of a message that its wrappers state. */
type WrapperFacts = Pick<MessageContent, 'viewOnce' | 'question' | 'botInvoked' | 'groupStatus' | 'lottie'>

/**
 * Parts that hold a whole message, and the facts that they state. A test compares the table with the protobuf, so that a
 * newer Baileys reports a wrapper that is missing here.
 */
export const WRAPPERS = {
  deviceSentMessage: {},
  ephemeralMessage: {},
  viewOnceMessage: { viewOnce: true },
  viewOnceMessageV2: { viewOnce: true },
  viewOnceMessageV2Extension: { viewOnce: true },
  documentWithCaptionMessage: {},
  editedMessage: {},
  groupMentionedMessage: {},
  botInvokeMessage: { botInvoked: true },
  botTaskMessage: {},
  botForwardedMessage: {},
  lottieStickerMessage: { lottie: true },
  eventCoverImage: {},
  statusMentionMessage: {},
  groupStatusMentionMessage: {},
  groupStatusMessage: { groupStatus: true },
  groupStatusMessageV2: { groupStatus: true },
  statusAddYours: {},
  pollCreationOptionImageMessage: {},
  pollCreationMessageV4: {},
  associatedChildMessage: {},
  limitSharingMessage: {},
  questionMessage: { question: true },
  questionReplyMessage: {},
} as const satisfies { [Part in keyof proto.IMessage]?: WrapperFacts }

const NAMES = Object.keys(WRAPPERS) as (keyof typeof WRAPPERS)[]
/** Maximum number of wrappers around a message. WhatsApp's clients write three at most. */
const MAX_WRAPPERS = 16

/** A message without its wrappers. */
export interface Unwrapped {
  message: proto.IMessage
  facts: WrapperFacts
  /** The first association to another message, from the outside in. */
  association: proto.IMessageAssociation | undefined
}

/** Removes the wrappers of a message, in any order. Stops after 16 wrappers, because the sender chose their number. */
export function unwrap(wrapped: proto.IMessage): Unwrapped {
  let message = wrapped
  let facts: WrapperFacts = {}
  let association: proto.IMessageAssociation | undefined
  for (let count = 0; count <= MAX_WRAPPERS; count++) {
    association ??= message.messageContextInfo?.messageAssociation ?? undefined
    const name = NAMES.find((wrapper) => message[wrapper]?.message)
    const inner = name && message[name]?.message
    if (!inner) break
    facts = { ...facts, ...WRAPPERS[name] }
    message = inner
  }
  return { message, facts, association }
}
