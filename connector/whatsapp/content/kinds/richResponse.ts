import type { ReceivedKind } from './kind.ts'
import { lines, present } from './present.ts'

export const richResponse: ReceivedKind = {
  compose: null,
  read: {
    richResponseMessage: ({ submessages }) =>
      present({
        text: lines(
          ...(submessages ?? []).flatMap(({ messageText, codeMetadata, tableMetadata, latexMetadata }) => [
            messageText,
            codeMetadata?.codeBlocks?.map(({ codeContent }) => codeContent ?? '').join(''),
            tableMetadata?.title,
            ...(tableMetadata?.rows ?? []).map(({ items }) => items?.join(' | ')),
            latexMetadata?.text,
          ]),
        ),
      }),
  },
}
