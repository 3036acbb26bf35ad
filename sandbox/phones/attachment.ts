import { type MediaType, normalizeMessageContent, type proto } from '@whiskeysockets/baileys'
import type { Sealed } from '../media/cipher.ts'

type FileMessage =
  | proto.Message.IImageMessage
  | proto.Message.IVideoMessage
  | proto.Message.IAudioMessage
  | proto.Message.IDocumentMessage
  | proto.Message.IStickerMessage

/** The file of a message: its fields, and the kind from which its keys derive. */
export interface Attachment extends Sealed {
  kind: MediaType
  directPath: string
  mimetype: string
}

/**
 * Returns the file of a message, also of a wrapped message.
 * @returns undefined for a message without a file
 */
export function attachmentOf(message: proto.IMessage | undefined): Attachment | undefined {
  const content = normalizeMessageContent(message) ?? {}
  const found: [MediaType, FileMessage | null | undefined][] = [
    ['image', content.imageMessage],
    ['video', content.videoMessage ?? content.ptvMessage],
    ['audio', content.audioMessage],
    ['document', content.documentMessage],
    ['sticker', content.stickerMessage],
  ]
  const [kind, file] = found.find(([, each]) => each) ?? []
  if (!kind || !file?.mediaKey) return undefined
  return {
    kind,
    mediaKey: file.mediaKey,
    fileSha256: file.fileSha256 ?? new Uint8Array(),
    fileEncSha256: file.fileEncSha256 ?? new Uint8Array(),
    fileLength: Number(file.fileLength ?? 0),
    directPath: file.directPath ?? file.url ?? '',
    mimetype: file.mimetype ?? 'application/octet-stream',
  }
}
