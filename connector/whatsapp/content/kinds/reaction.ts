import { given } from './given.ts'
import type { ComposedKind } from './kind.ts'

export const reaction: ComposedKind = {
  compose: ({ content, remoteJid }) => ({
    message: {
      reactionMessage: {
        text: content.emoji ?? '',
        key: {
          remoteJid,
          id: content.messageId ?? '',
          fromMe: content.quoted?.fromMe === true,
          ...(content.quoted?.participant && { participant: content.quoted.participant }),
        },
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
