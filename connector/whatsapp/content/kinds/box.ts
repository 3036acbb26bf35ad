import type { proto } from '@whiskeysockets/baileys'
import type { MediaType, MessageButton, MessageContent } from '#shared/contracts/messages.ts'
import { readFile } from './file.ts'
import type { FilePart, FileReference } from './kind.ts'
import { lines, present } from './present.ts'

/** The parts that a header of a business message may have, by their type. */
const HEADER_FILES = {
  imageMessage: 'image',
  videoMessage: 'video',
  documentMessage: 'document',
} as const satisfies Record<string, MediaType>

interface Header {
  imageMessage?: proto.Message.IImageMessage | null
  videoMessage?: proto.Message.IVideoMessage | null
  documentMessage?: proto.Message.IDocumentMessage | null
  locationMessage?: proto.Message.ILocationMessage | null
}

/** Returns the file of a header, or null for a header without one. */
export function headerFile(header: Header | null | undefined): FilePart | null {
  for (const [name, type] of Object.entries(HEADER_FILES)) {
    const part = header?.[name as keyof typeof HEADER_FILES] as FileReference | null | undefined
    if (part) return { type, part }
  }
  return null
}

/** Reads the file of a header as the content's own. A caption in a header is text above the words. */
export function readHeader(header: Header | null | undefined, title?: string | null): MessageContent {
  const { caption, ...file } = readFile(headerFile(header)?.part ?? {})
  const { name, address } = header?.locationMessage ?? {}
  return { ...file, ...present({ header: lines(title, caption, name, address) }) }
}

/** A button, with the fields that its type needs. */
export function button(
  type: MessageButton['type'],
  text: string | null | undefined,
  facts: { [Name in 'id' | 'url' | 'phone' | 'code']?: string | null | undefined } = {},
): MessageButton {
  return { type, text: text ?? '', ...present(facts) }
}
