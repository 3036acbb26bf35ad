import { proto } from '@whiskeysockets/baileys'
import type { MessageContent } from '#shared/contracts/messages.ts'
import type { ComposedKind } from './kind.ts'
import { withContext } from './withContext.ts'

export const text: ComposedKind = {
  compose: ({ content }, contextInfo) => ({
    message: content.list
      ? { listMessage: { ...toList(content.text ?? '', content.list), ...withContext(contextInfo) } }
      : {
          extendedTextMessage: {
            text: content.text ?? '',
            ...linkPreview(content),
            ...withContext(contextInfo),
          },
        },
  }),
  read: {
    conversation: (said) => ({ text: said }),
    extendedTextMessage: (part) => (part.text ? { text: part.text } : null),
  },
}

/** Composes a list below the whole text, so that recipients whose client shows no list can answer. */
function toList(
  description: string,
  { button: buttonText, rows }: NonNullable<MessageContent['list']>,
): proto.Message.IListMessage {
  return {
    description,
    buttonText,
    listType: proto.Message.ListMessage.ListType.SINGLE_SELECT,
    sections: [{ rows: rows.map(({ id: rowId, title }) => ({ rowId, title })) }],
  }
}

function linkPreview({ linkPreview: preview }: MessageContent): proto.Message.IExtendedTextMessage {
  if (!preview) return {}
  return {
    matchedText: preview.url,
    title: preview.title,
    description: preview.description ?? '',
    previewType: proto.Message.ExtendedTextMessage.PreviewType.NONE,
  }
}
