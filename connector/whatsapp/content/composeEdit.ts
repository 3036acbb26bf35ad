import type { proto } from '@whiskeysockets/baileys'
import type { Timer } from '#shared/domain/chats/index.ts'
import type { Shown } from './facts.ts'
import { contextOf } from './messageContext.ts'
import { quotedPart } from './quotedPart.ts'

/** One of our messages with its new text or caption, and the timer of its chat. */
export interface EditedMessage extends Shown {
  timer: Timer | null
}

/**
 * Composes the new content of an edit: the whole message with its new text, mentions and timer. Phones ignore an edit whose
 * kind differs from the kind of the message.
 */
export function composeEdit({ timer, ...shown }: EditedMessage, remoteJid: string): proto.IMessage {
  const { type, content } = shown
  const { mentions } = content
  const contextInfo = contextOf({
    type,
    content: mentions ? { mentions } : {},
    remoteJid,
    facts: timer ? { timer } : {},
  })
  const context = contextInfo ? { contextInfo } : {}
  if (type === 'text') return { extendedTextMessage: { text: content.text ?? '', ...context } }
  return Object.fromEntries(
    Object.entries(quotedPart(shown)).map(([name, part]) => [name, { ...part, ...context }]),
  )
}
