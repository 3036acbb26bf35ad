import type { proto } from '@whiskeysockets/baileys'
import type { MediaType, MessageContent } from '#shared/contracts/messages.ts'
import { given } from './given.ts'
import type { FilePart, FileReference, PreparedFile } from './kind.ts'

/** Media types that are safe as the header of a download. */
const MIMETYPE = /^[\w.+-]{1,80}\/[\w.+-]{1,80}(; ?codecs=[\w.+-]{1,40})?$/

/** Facts whose values cannot be undefined. */
type Known<Facts> = { [Name in keyof Facts]: Exclude<Facts[Name], undefined> }

/** Returns the options that Baileys takes for every kind of file. */
export function fileOptions({ caption, filename }: MessageContent, file: PreparedFile) {
  const { path: _path, jpegThumbnail, ...facts } = file
  const known = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
  return {
    ...(known as Known<Omit<PreparedFile, 'path' | 'jpegThumbnail'>>),
    ...(jpegThumbnail && { jpegThumbnail: jpegThumbnail.toString('base64') }),
    ...(caption !== undefined && { caption }),
    ...(filename !== undefined && { fileName: filename }),
  }
}

/** Returns the size of a file in bytes. A sender can write up to 64 bits, and JSON holds 53 of them exactly. */
export function sizeOf(length: FileReference['fileLength']): number | undefined {
  const bytes = Number(length ?? 0)
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined
}

/** Reads the fields that kinds with a file share. */
export function readFile(
  part: proto.Message.IImageMessage & proto.Message.IVideoMessage & proto.Message.IDocumentMessage,
): MessageContent {
  return {
    ...given('caption', part.caption || undefined),
    ...given('mimetype', part.mimetype && MIMETYPE.test(part.mimetype) ? part.mimetype : undefined),
    ...given('filename', part.fileName || part.title || undefined),
    ...given('altText', part.accessibilityLabel || undefined),
    ...given('size', sizeOf(part.fileLength)),
    ...given('sha256', part.fileSha256 ? Buffer.from(part.fileSha256).toString('hex') : undefined),
    ...given('seconds', part.seconds || undefined),
    ...given('width', part.width || undefined),
    ...given('height', part.height || undefined),
  }
}

/** Returns a finder for parts that are a file themselves. */
export function fileOf(type: MediaType): (part: FileReference) => FilePart {
  return (part) => ({ type, part })
}
