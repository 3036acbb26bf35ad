import { UnacceptableMedia } from './unacceptable.ts'

export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker'

export interface KindLimit {
  maxBytes: number
  /** Accepted types without parameters; undefined accepts all types. */
  types?: readonly string[]
}

const MiB = 1024 * 1024

/**
 * Limits by kind, from Meta's Cloud API reference ("Supported media types"), with exceptions for ordinary accounts:
 * - images: 16 MB instead of 5 MB.
 * - videos: 64 MB instead of 16 MB, because phones record such videos. WhatsApp's servers may still refuse a video.
 * - stickers: 1 MB instead of 100 KB (500 KB animated), because `toSticker` shrinks the picture first.
 */
export const MEDIA_LIMITS: Readonly<Record<MediaKind, KindLimit>> = {
  image: { maxBytes: 16 * MiB, types: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'] },
  video: { maxBytes: 64 * MiB, types: ['video/mp4', 'video/3gpp', 'video/quicktime', 'video/x-m4v'] },
  audio: {
    maxBytes: 16 * MiB,
    types: [
      'audio/ogg',
      'audio/mpeg',
      'audio/mp4',
      'audio/x-m4a',
      'audio/aac',
      'audio/amr',
      // For `toVoiceNote`: browsers record WebM, and speech synthesis returns WAV. The first bytes of a WebM do not show that it has
      // no video track.
      'audio/wav',
      'audio/webm',
      'video/webm',
    ],
  },
  document: { maxBytes: 100 * MiB },
  sticker: { maxBytes: MiB, types: ['image/webp', 'image/png', 'image/jpeg', 'image/gif'] },
}

const GiB = 1024 * MiB

/**
 * Limits of received files by kind, from WhatsApp's own clients. A person may send any file as a document. Phones shrink pictures and
 * voice notes, and send long videos in high definition.
 */
export const INBOUND_MAX_BYTES: Readonly<Record<MediaKind, number>> = {
  image: 16 * MiB,
  video: 2 * GiB,
  audio: 100 * MiB,
  document: 2 * GiB,
  sticker: MiB,
}

/** Size above which nothing waits for a received file: neither its event nor the files after it. */
export const LARGE_FILE_BYTES = 32 * MiB

/** Checks the type and the size of a file, in bytes.
 * @throws UnacceptableMedia too_large, wrong_type or empty */
export function checkMedia(kind: MediaKind, media: { type: string; size: number }): void {
  checkType(kind, media.type)
  if (media.size === 0) throw new UnacceptableMedia({ reason: 'empty' })
  const { maxBytes } = MEDIA_LIMITS[kind]
  if (media.size > maxBytes) throw new UnacceptableMedia({ reason: 'too_large', kind, maxBytes })
}

/** Checks the type of a file.
 * @throws UnacceptableMedia wrong_type */
export function checkType(kind: MediaKind, type: string): void {
  const { types: accepted } = MEDIA_LIMITS[kind]
  if (accepted === undefined || accepted.includes(bareType(type))) return
  throw new UnacceptableMedia({ reason: 'wrong_type', kind, type, accepted })
}

/** Removes the parameters of a type: `audio/ogg; codecs=opus` becomes `audio/ogg`. */
export function bareType(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase()
}
