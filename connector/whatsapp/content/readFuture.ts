import { proto, unpadRandomMax16 } from '@whiskeysockets/baileys'
import { isNotice } from './control.ts'
import { isWords } from './findWords.ts'
import type { ReadContent } from './read.ts'
import { trimContent } from './trimContent.ts'
import { unwrap, WRAPPERS } from './unwrap.ts'
import { readFields, type WireField } from './wire.ts'

const MAX_DEPTH = 10
const MAX_FOUND = 50
const MAX_BYTES = 2 ** 20

/** Numbers of the wrappers' fields in a message. */
const WRAPPER_NUMBERS = new Set(
  Object.keys(WRAPPERS).map((name) => numberOf(proto.Message.fromObject({ [name]: {} }))),
)

/**
 * Reads a message whose kind Baileys does not know. Baileys' decoder drops unknown fields, so that such a message is empty.
 * Returns null for a message that is empty as its sender wrote it, and for a notice with an additional field.
 * @param message as Baileys decoded it
 * @param padded the plaintext with the padding of WhatsApp
 */
export function readFuture(message: proto.IMessage, padded: Uint8Array): ReadContent | null {
  if (padded.length > MAX_BYTES || isNotice(unwrap(message).message)) return null
  const field = findFuture(unpadRandomMax16(padded), 0)
  if (!field) return null
  const found: string[] = []
  collect(field.bytes, found, 0)
  const text = [...new Set(found)].join('\n')
  return { type: 'unknown', content: trimContent({ kind: `field ${field.number}`, ...(text && { text }) }) }
}

/**
 * Adds the part that Baileys' decoder loses: the copy of an own message has its secret and its association outside of the
 * wrapper.
 * @param padded the plaintext with the padding of WhatsApp
 */
export function withOuterContext(message: proto.IMessage, padded: Uint8Array): proto.IMessage {
  const { deviceSentMessage, messageContextInfo } = proto.Message.decode(unpadRandomMax16(padded))
  if (!deviceSentMessage?.message || !messageContextInfo) return message
  return { ...message, messageContextInfo: { ...messageContextInfo, ...message.messageContextInfo } }
}

/** Returns the first field that Baileys does not know, inside of all wrappers. */
function findFuture(bytes: Uint8Array, depth: number): WireField | undefined {
  const fields = depth <= MAX_DEPTH ? (readFields(bytes) ?? []) : []
  const future = fields.find(({ number, bytes: inner }) => inner && !isKnown(number))
  if (future) return future
  for (const { number, bytes: wrapper } of fields) {
    if (!wrapper || !WRAPPER_NUMBERS.has(number)) continue
    for (const { bytes: inner } of readFields(wrapper) ?? []) {
      const found = inner && findFuture(inner, depth + 1)
      if (found) return found
    }
  }
  return undefined
}

/** Tells whether Baileys has a field of this number: its decoder keeps an empty field. */
function isKnown(number: number): boolean {
  const cached = known.get(number)
  if (cached !== undefined) return cached
  const decoded = proto.Message.decode(fieldOf(number))
  const isThere = Object.values(decoded).some((value) => value !== null && value !== undefined)
  known.set(number, isThere)
  return isThere
}
const known = new Map<number, boolean>()

/** Encodes an empty field with a length. */
function fieldOf(number: number): Uint8Array {
  const bytes: number[] = []
  let tag = number * 8 + 2
  while (tag > 0x7f) {
    bytes.push((tag % 0x80) + 0x80)
    tag = Math.floor(tag / 0x80)
  }
  return Uint8Array.from([...bytes, tag, 0])
}

function numberOf(message: proto.Message): number | undefined {
  return readFields(proto.Message.encode(message).finish())?.[0]?.number
}

/** Collects the words of a field. Bytes are a message if they have fields with words, and a text otherwise. */
function collect(bytes: Uint8Array | undefined, found: string[], depth: number): void {
  if (!bytes || depth > MAX_DEPTH || found.length >= MAX_FOUND) return
  const before = found.length
  for (const field of readFields(bytes) ?? []) collect(field.bytes, found, depth + 1)
  if (found.length > before) return
  const text = textOf(bytes)
  if (text !== undefined && isWords(text)) found.push(text)
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
/** Control characters, except tab and line ends. */
const CONTROLS = /[^\P{Cc}\t\n\r]/u

function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = utf8.decode(bytes)
    return CONTROLS.test(text) ? undefined : text
  } catch {
    return undefined
  }
}
