import type { ReceivedKind } from './kind.ts'
import { present } from './present.ts'

export const answer: ReceivedKind = {
  compose: null,
  read: {
    questionResponseMessage: ({ text, key }) => present({ text, messageId: key?.id }),
    statusQuestionAnswerMessage: ({ text, key }) => present({ text, messageId: key?.id }),
    statusQuotedMessage: ({ text, originalStatusId }) => present({ text, messageId: originalStatusId?.id }),
  },
}
