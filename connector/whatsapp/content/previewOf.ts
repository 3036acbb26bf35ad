import { proto, type WAMessageContent } from '@whiskeysockets/baileys'
import { unwrap } from './unwrap.ts'

/** Limits of a thumbnail and of a waveform. WhatsApp's own thumbnails have some 5 KB, and a sender may write more. */
const MAX_THUMBNAIL = 64 * 2 ** 10
const MAX_WAVEFORM = 1_024
/** Limit of a URL and of a media type. */
const MAX_STRING = 2_048

/** Fields of a file that a quote repeats. The texts of the message are in its content, and may change. */
const FILE_FIELDS = [
  'url',
  'directPath',
  'mediaKey',
  'mediaKeyTimestamp',
  'fileSha256',
  'fileEncSha256',
  'fileLength',
  'mimetype',
  'width',
  'height',
  'seconds',
  'ptt',
  'waveform',
  'gifPlayback',
  'isAnimated',
  'pageCount',
  'jpegThumbnail',
  'pngThumbnail',
]
const PLACE_FIELDS = ['degreesLatitude', 'degreesLongitude', 'accuracyInMeters', 'isLive', 'jpegThumbnail']
const FIELDS: Partial<Record<keyof proto.IMessage, readonly string[]>> = {
  imageMessage: FILE_FIELDS,
  videoMessage: FILE_FIELDS,
  ptvMessage: FILE_FIELDS,
  audioMessage: FILE_FIELDS,
  documentMessage: FILE_FIELDS,
  stickerMessage: FILE_FIELDS,
  locationMessage: PLACE_FIELDS,
  liveLocationMessage: PLACE_FIELDS,
}

/**
 * Returns what a quote of a message shows beside its content: the encoded message, reduced to its file or place with the
 * thumbnail. Returns null for a kind without such fields, and for a view-once message, which phones quote without a
 * picture.
 */
export function previewOf(wrapped: WAMessageContent | null | undefined): Buffer | null {
  if (!wrapped) return null
  const { message: content, facts } = unwrap(wrapped)
  if (facts.viewOnce || isViewOnce(content)) return null
  for (const [name, fields] of Object.entries(FIELDS)) {
    const part = content[name as keyof proto.IMessage]
    if (!part) continue
    const kept = Object.entries(part).filter(
      ([field, value]) => fields.includes(field) && isKept(field, value),
    )
    const preview = proto.Message.fromObject({ [name]: Object.fromEntries(kept) })
    return Buffer.from(proto.Message.encode(preview).finish())
  }
  return null
}

/** Returns the preview of an encoded message. See `previewOf`. */
export function previewOfPayload(payload: Uint8Array): Buffer | null {
  return previewOf(proto.Message.decode(payload))
}

function isKept(field: string, value: unknown): boolean {
  if (value === null || value === undefined) return false
  if (typeof value === 'string') return value.length <= MAX_STRING
  if (!(value instanceof Uint8Array)) return true
  return value.length > 0 && value.length <= (field === 'waveform' ? MAX_WAVEFORM : MAX_THUMBNAIL)
}

function isViewOnce({ imageMessage, videoMessage, audioMessage }: proto.IMessage): boolean {
  return [imageMessage, videoMessage, audioMessage].some((part) => part?.viewOnce)
}
