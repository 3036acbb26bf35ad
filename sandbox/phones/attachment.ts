import { type MediaType, normalizeMessageContent, type proto } from '@whiskeysockets/baileys'
import type { Sealed } from '../media/cipher.ts'

type FileMessage =
  | proto.Message.IImageMessage
  | proto.Message.IVideoMessage
  | proto.Message.IAudioMessage
  | proto.Message.IDocumentMessage
  | proto.Message.IStickerMessage

/** The file in a message: what it says of it, and by which kind its keys are derived. */
export interface Attachment extends Sealed {
  kind: MediaType
  directPath: string
  mimetype: string
}

/** The file in a message, also in one within wrappers; undefined in messages without. */
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
