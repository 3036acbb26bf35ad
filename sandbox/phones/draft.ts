import type { Uploaded } from '../media/media.ts'

export const FILE_KINDS = ['image', 'video', 'audio', 'document', 'sticker'] as const
export type FileKind = (typeof FILE_KINDS)[number]

/** What any message can have beside its content. */
export interface DraftOptions {
  /** Its id; by default a new one. */
  id?: string | undefined
  /** The id of the message that it answers. */
  quoted?: string | undefined
  /** Numbers. */
  mentions?: string[] | undefined
  viewOnce?: boolean | undefined
  /** Seconds until it disappears. */
  ephemeral?: number | undefined
  forwarded?: boolean | undefined
}

/** What a sender says of a file. */
export interface FileFields {
  mimetype?: string | undefined
  filename?: string | undefined
  caption?: string | undefined
  seconds?: number | undefined
  width?: number | undefined
  height?: number | undefined
  ptt?: boolean | undefined
  gif?: boolean | undefined
  /** A small JPEG. */
  thumbnail?: Uint8Array | undefined
  /** 64 bars of 0-100. */
  waveform?: Uint8Array | undefined
}

export interface FileDraft extends DraftOptions, FileFields {
  type: FileKind
  file: Uploaded
}

interface LocationDraft extends DraftOptions {
  type: 'location'
  latitude: number
  longitude: number
  name?: string | undefined
  address?: string | undefined
}

interface ContactDraft extends DraftOptions {
  type: 'contact'
  contacts: { name: string; vcard: string }[]
}

interface PollDraft extends DraftOptions {
  type: 'poll'
  name: string
  options: string[]
  /** How many may be chosen; 0 is any number. */
  selectable: number
}

export type ContentDraft =
  | (DraftOptions & { type: 'text'; text: string })
  | FileDraft
  | LocationDraft
  | ContactDraft
  | PollDraft
  /** A protobuf Message as JSON, bytes in base64. */
  | (DraftOptions & { type: 'raw'; message: Record<string, unknown> })

/** About a message that is on the screen. */
export type ActionDraft =
  | { type: 'edit'; messageId: string; text: string }
  | { type: 'revoke'; messageId: string }
  | { type: 'reaction'; messageId: string; emoji: string }

/** What a phone's owner can write. */
export type Draft = ContentDraft | ActionDraft

export function isAction(draft: Draft): draft is ActionDraft {
  return 'messageId' in draft
}
