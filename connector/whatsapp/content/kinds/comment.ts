import type { ReceivedKind } from './kind.ts'
import { present } from './present.ts'

export const comment: ReceivedKind = {
  compose: null,
  read: {
    commentMessage: ({ message, targetMessageKey }, { contentOf }) => ({
      ...contentOf(message),
      ...present({ messageId: targetMessageKey?.id }),
    }),
  },
  files: { commentMessage: ({ message }, fileIn) => fileIn(message) },
}
