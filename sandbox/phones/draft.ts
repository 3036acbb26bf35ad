import type { Addressing } from '../accounts/address.ts'
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

interface RawDraft extends DraftOptions {
  type: 'raw'
  /** A protobuf Message as JSON, with bytes in base64. */
  message: Record<string, unknown>
  /** Encoded fields that this version of the protobuf does not have. */
  future?: Uint8Array | undefined
}

interface EventDraft extends DraftOptions {
  type: 'event'
  name: string
  description?: string | undefined
  /** In Unix seconds. */
  startsAt?: number | undefined
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
  | RawDraft
  | EventDraft
  | TimerDraft

/** A tap on a row of a list, by the title of the row. */
export interface TapDraft {
  type: 'tap'
  messageId: string
  option: string
}

/** Options of a change that is encrypted with the secret of its message. */
export interface SealOptions {
  /** The form of the two JIDs in the key: of the author of the message, and of the author of the change. */
  sealAs?: { author?: Addressing | undefined; editor?: Addressing | undefined } | undefined
  /** The time in the change, in Unix ms; the present by default. */
  at?: number | undefined
}

/** A change that is encrypted with the secret of its message. */
export type SealedDraft = SealOptions & { messageId: string } & (
    | {
        type: 'edit'
        text: string
        mentions?: string[] | undefined
        /** True: the form of older phones, without encryption. */
        plain?: boolean | undefined
        /** True: a hostile client, which edits messages of others. */
        forged?: boolean | undefined
      }
    | { type: 'reaction'; emoji: string; encrypted?: boolean | undefined }
    | { type: 'vote'; options: string[] }
    | { type: 'comment'; text: string; mentions?: string[] | undefined }
    | { type: 'editEvent'; name: string; description?: string | undefined }
    | { type: 'respond'; response: 'going' | 'not_going' | 'maybe'; guests?: number | undefined }
    | { type: 'editPoll'; name: string; options: string[] }
    | { type: 'addOption'; option: string }
  )

/** An action on a message of the screen. */
export type ActionDraft =
  | TapDraft
  | SealedDraft
  /** `forged`: the phone also revokes a message that it may not revoke, as a hostile client would. */
  | { type: 'revoke'; messageId: string; forged?: boolean | undefined }

/** A message that a phone's owner can send. */
export type Draft = ContentDraft | ActionDraft

export function isAction(draft: Draft): draft is ActionDraft {
  return 'messageId' in draft
}
