import { UnacceptableMedia } from './unacceptable.ts'

export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker'

export interface KindLimit {
  maxBytes: number
  /** Types without parameters; undefined takes any. */
  types?: readonly string[]
}

const MiB = 1024 * 1024

/**
 * Limits by kind, after Meta's Cloud API reference ("Supported media types"), with exceptions where an ordinary account
 * may send more than a business one: images 16 MB instead of 5; videos 64 MB instead of 16, so that what phones film is
 * not refused here (WhatsApp's servers have the last word); stickers 1 MB instead of 100 KB (500 KB animated), as
 * `toSticker` shrinks them first.
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
      // For `toVoiceNote`: what browsers record, and what speech synthesis makes. WebM's bytes do not say that they hold
      // no picture.
      'audio/wav',
      'audio/webm',
      'video/webm',
    ],
  },
  document: { maxBytes: 100 * MiB },
  sticker: { maxBytes: MiB, types: ['image/webp', 'image/png', 'image/jpeg', 'image/gif'] },
}

/** @throws UnacceptableMedia too_large, wrong_type or empty */
export function checkMedia(kind: MediaKind, media: { type: string; size: number }): void {
  checkType(kind, media.type)
  if (media.size === 0) throw new UnacceptableMedia({ reason: 'empty' })
  const { maxBytes } = MEDIA_LIMITS[kind]
  if (media.size > maxBytes) throw new UnacceptableMedia({ reason: 'too_large', kind, maxBytes })
}

/** @throws UnacceptableMedia wrong_type */
export function checkType(kind: MediaKind, type: string): void {
  const { types: accepted } = MEDIA_LIMITS[kind]
  if (accepted === undefined || accepted.includes(bareType(type))) return
  throw new UnacceptableMedia({ reason: 'wrong_type', kind, type, accepted })
}

/** `audio/ogg` of `audio/ogg; codecs=opus`. */
export function bareType(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase()
}
