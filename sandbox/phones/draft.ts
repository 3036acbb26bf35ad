import type { Uploaded } from '../media/media.ts'

export const FILE_KINDS = ['image', 'video', 'audio', 'document', 'sticker'] as const
export type FileKind = (typeof FILE_KINDS)[number]

/** Options of each message. */
export interface DraftOptions {
  /** Message id; by default a new id. */
  id?: string | undefined
  /** Id of the quoted message. */
  quoted?: string | undefined
  /** Phone numbers. */
  mentions?: string[] | undefined
  viewOnce?: boolean | undefined
  /** Seconds until the message disappears. */
  ephemeral?: number | undefined
  forwarded?: boolean | undefined
}

/** Fields of a file that the sender declares. */
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
  /** Number of options that a voter may choose; 0 is any number. */
  selectable: number
}

/** A change of the disappearing timer of a chat with one person. */
interface TimerDraft extends DraftOptions {
  type: 'timer'
  /** Lifetime of new messages; 0 keeps messages. */
  seconds: number
}

export type ContentDraft =
  | (DraftOptions & { type: 'text'; text: string })
  | FileDraft
  | LocationDraft
  | ContactDraft
  | PollDraft
  | TimerDraft
  /** A protobuf Message as JSON, with bytes in base64. */
  | (DraftOptions & { type: 'raw'; message: Record<string, unknown> })

/** A tap on a row of a list, by the title of the row. */
export interface TapDraft {
  type: 'tap'
  messageId: string
  option: string
}

/** An action on a message of the screen. */
export type ActionDraft =
  | TapDraft
  | { type: 'edit'; messageId: string; text: string }
  | { type: 'revoke'; messageId: string }
  | { type: 'reaction'; messageId: string; emoji: string }

/** A message that a phone's owner can send. */
export type Draft = ContentDraft | ActionDraft

export function isAction(draft: Draft): draft is ActionDraft {
  return 'messageId' in draft
}
