import { proto } from '@whiskeysockets/baileys'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { findWords } from '../findWords.ts'
import type { ComposedKind } from './kind.ts'
import { lines, present } from './present.ts'
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
    extendedTextMessage: readText,
  },
}

/** Reads a text. A link without a text of its own has the words of its preview. */
function readText(part: proto.Message.IExtendedTextMessage): MessageContent | null {
  const { title, description, matchedText: url } = part
  const words = part.text || lines(title, description) || findWords(part) || url
  if (!words) return null
  const isPreviewed = url && title
  return {
    text: words,
    ...(isPreviewed && { linkPreview: { url, title, ...present({ description }) } }),
  }
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
