import type { ReceivedKind } from './kind.ts'
import { present } from './present.ts'

export const comment: ReceivedKind = {
  compose: null,
  read: {
    commentMessage: ({ message, targetMessageKey }, { wordsOf }) =>
      present({ text: wordsOf(message), messageId: targetMessageKey?.id }),
  },
}
