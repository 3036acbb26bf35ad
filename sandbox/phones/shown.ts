/** What of a message's content a phone shows; which of it there is depends on the type. Absent is false. */
export interface ShownContent {
  /** text, image, video, audio, document, sticker, location, contact, poll, reaction, edit, revoke, or what the message holds. */
  type: string
  text?: string
  /** The message that an edit, revoke or reaction is about. */
  targetId?: string
  caption?: string
  mimetype?: string
  filename?: string
  /** Bytes, as the sender says. */
  size?: number
  /** Hex, of the decrypted bytes: there once they are downloaded and checked. */
  sha256?: string
  /** Why they could not be downloaded, or are not what the message says. */
  mediaError?: string
  seconds?: number
  width?: number
  height?: number
  ptt?: boolean
  gif?: boolean
  /** A round video note. */
  ptv?: boolean
  animated?: boolean
  waveform?: boolean
  thumbnail?: boolean
  latitude?: number
  longitude?: number
  live?: boolean
  name?: string
  address?: string
  contacts?: { name: string; vcard: string }[]
  poll?: { name: string; options: string[]; selectable: number }
  linkPreview?: { url: string; title?: string; description?: string }
  /** What a list or buttons offer, by their texts; in an answer to one, the id that was chosen is `selectedId`. */
  options?: string[]
  selectedId?: string
  /** Of the message that this one answers. `participant` is who wrote it. */
  quoted?: { id: string; participant?: string; text?: string }
  /** Numbers, or JIDs of strangers. */
  mentions?: string[]
  forwarded?: boolean
  viewOnce?: boolean
  /** Seconds after which it disappears; 0 where the sender did not say. */
  ephemeral?: number
}

/** The same with values as protobuf has them: null or undefined where there is none. */
export type Loose<T> = { [K in keyof T]?: T[K] | null | undefined }

/** Drops what is null, undefined, false or an empty list. */
export function compact<T extends object>(loose: Loose<T>): Partial<T> {
  const present = Object.entries(loose).filter(
    ([, value]) => value != null && value !== false && !(Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(present) as Partial<T>
}
