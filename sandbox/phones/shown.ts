/** The content of a message on the screen. The fields depend on the type. An absent flag is false. */
export interface ShownContent {
  /**
   * text, image, video, audio, document, sticker, location, contact, poll, event, reaction, edit, revoke, vote, comment, timer, or another
   * kind of content.
   */
  type: string
  text?: string
  /** Id of the message that an edit, revoke, reaction, vote or comment is about. */
  targetId?: string
  caption?: string
  mimetype?: string
  filename?: string
  /** In bytes, as the sender declares. */
  size?: number
  /** Hash of the decrypted bytes in hex, after the download and the checks. */
  sha256?: string
  /** The fault of the file: the download failed, or the file differs from its message. */
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
  /** The option texts of a list, of buttons or of a vote. In a response, `selectedId` is the id of the chosen option. */
  options?: string[]
  selectedId?: string
  /**
   * The quoted message. `participant` is the author of the quoted message. `content` is the quoted content in the fields
   * of this type. `unmatched` means that the quote names no message of the screen, or another author.
   */
  quoted?: {
    id: string
    participant?: string
    text?: string
    content?: Partial<ShownContent>
    unmatched?: boolean
  }
  /** Numbers, or JIDs of unknown people. */
  mentions?: string[]
  forwarded?: boolean
  viewOnce?: boolean
  /** Seconds until the message disappears; 0 if the sender gave no time. */
  ephemeral?: number
  /** Time at which the timer of the chat was set, as the message says, in Unix seconds. */
  ephemeralAt?: number
  /** The phone shows "this message will not disappear", because the chat has a timer and the message has none. */
  willNotDisappear?: boolean
  /** The key of a reaction, an edit or a revoke names no message of the screen, so that nothing changes. */
  unmatched?: boolean
}

/** The same fields with protobuf's values: null or undefined if absent. */
export type Loose<T> = { [K in keyof T]?: T[K] | null | undefined }

/** Drops null, undefined, false and empty lists. */
export function compact<T extends object>(loose: Loose<T>): Partial<T> {
  const present = Object.entries(loose).filter(
    ([, value]) => value != null && value !== false && !(Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(present) as Partial<T>
}
