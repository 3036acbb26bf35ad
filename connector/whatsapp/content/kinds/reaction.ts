import type { proto } from '@whiskeysockets/baileys'
import { isGroupJid } from '#shared/jid.ts'
import { given } from './given.ts'
import type { ComposedKind, Draft } from './kind.ts'

export const reaction: ComposedKind = {
  compose: ({ facts, ...draft }) => ({
    message: {
      // A reaction has no context for the timer of the chat.
      ...(facts?.timer && { messageContextInfo: { messageAddOnDurationInSecs: facts.timer.seconds } }),
      reactionMessage: {
        text: draft.content.emoji ?? '',
        key: keyOf({ facts, ...draft }),
        ...(facts?.acceptedAt && { senderTimestampMs: facts.acceptedAt.getTime() }),
      },
    },
  }),
  read: {
    reactionMessage: (part) => ({
      emoji: part.text ?? '',
      ...given('messageId', part.key?.id ?? undefined),
    }),
  },
}

/**
 * Returns the key of the message, as WhatsApp's own clients write it. Only a message of another member of a group has a
 * participant. Phones do not find the message of another key.
 */
function keyOf({
  content,
  remoteJid,
  facts,
}: Pick<Draft, 'content' | 'remoteJid' | 'facts'>): proto.IMessageKey {
  const about = facts?.about
  const fromMe = (about ?? content.quoted)?.fromMe === true
  const participant = about ? about.author : content.quoted?.participant
  return {
    remoteJid,
    id: content.messageId ?? '',
    fromMe,
    ...(participant && !fromMe && isGroupJid(remoteJid) && { participant }),
  }
}
