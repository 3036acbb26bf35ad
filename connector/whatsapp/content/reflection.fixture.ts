import { readFileSync } from 'node:fs'
import protobuf from 'protobufjs'

const file = new URL('../WAProto/WAProto.proto', import.meta.resolve('@whiskeysockets/baileys'))
const { root } = protobuf.parse(readFileSync(file, 'utf8'), { keepCase: true })
root.resolveAll()

/** The type `Message` of the protobuf that Baileys was built from. */
export const messageType = root.lookupType('Message')

/** The fields of a message, by name. */
export const variants = Object.fromEntries(messageType.fieldsArray.map((field) => [field.name, field]))

/** Names of the strings that are for machines: ids, addresses, files, parameters in JSON. */
const MACHINE = new Set(
  [
    'id ID jid url uri path directPath thumbnailDirectPath attachmentDirectPath staticUrl mediaUrl metadataUrl qrUrl videoContentUrl',
    'mimetype attachmentMimetype token key stickerKey hash optionHash filehash rmrSource namespace fallbackLg fallbackLc deterministicLg',
    'deterministicLc elementName currencyCode currencyCodeIso4217 totalCurrencyCode stanzaId participant remoteJid mentionedJid',
    'catalogType messageParamsJson buttonParamsJson paramsJson transactionData requestFrom inviteCode joinLink url consentedUsersUrl',
    'phoneNumber imageDataHash emojis platform matchedText groupingKey capabilities selectedId orderId productId retailerId signedUrl firstImageId',
    'groupJid newsletterJid businessOwnerJid sellerJid bizJid templateId stickerPackId selectedButtonId selectedRowId rowId buttonId groupId',
    'destinationJid phash sessionId trayIconFileName fileName username thumbnailImageUrl profilePictureUrl codeLanguage artworkDirectPath',
    'songId musicContentMediaId countryBlocklist derivedContentUrl overlapSongEndTimeInMs thumbnailUrl responseId',
  ].flatMap((line) => line.split(' ')),
)
const MACHINE_ENDS = /(Url|URL|Id|Jid)$/
/** Fields around the content. Tests of their own read the context. */
const AROUND = new Set(['contextInfo', 'messageContextInfo', 'interactiveAnnotations', 'annotations'])

/** A path of fields to a string for people, without the fields that a phone does not show. */
export function* wordPaths(
  type: protobuf.Type,
  depth = 6,
  seen: readonly protobuf.Type[] = [],
): Generator<protobuf.Field[]> {
  if (depth === 0 || seen.includes(type)) return
  for (const field of type.fieldsArray) {
    if (AROUND.has(field.name)) continue
    const { resolvedType } = field.resolve()
    if (field.type === 'string' && !MACHINE.has(field.name) && !MACHINE_ENDS.test(field.name)) yield [field]
    else if (resolvedType === messageType) yield [field, conversation]
    else if (resolvedType instanceof protobuf.Type)
      for (const path of wordPaths(resolvedType, depth - 1, [...seen, type])) yield [field, ...path]
  }
}
const conversation = messageType.fields.conversation as protobuf.Field

/** Returns an object with a value at the end of a path. */
export function objectAt([first, ...rest]: readonly protobuf.Field[], value: unknown): unknown {
  if (!first) return value
  const inner = objectAt(rest, value)
  return { [first.name]: first.repeated ? [inner] : inner }
}

/** Makes a value for a field. A nested message is filled to a depth. */
export function fill(field: protobuf.Field, make: Values, depth = 5): unknown {
  const { resolvedType } = field.resolve()
  const one =
    resolvedType instanceof protobuf.Enum
      ? make.number(Object.values(resolvedType.values))
      : resolvedType instanceof protobuf.Type
        ? fillType(resolvedType, make, depth - 1)
        : scalar(field.type, make)
  return field.repeated ? [one] : one
}

/** Makes the scalars of a message, and chooses its fields. */
export interface Values {
  string(): string
  number(choices?: readonly number[]): number
  bytes(): Uint8Array
  has(field: protobuf.Field): boolean
}

export function fillType(type: protobuf.Type, make: Values, depth: number): Record<string, unknown> {
  if (depth <= 0) return {}
  const chosen = type.fieldsArray.filter((field) => make.has(field))
  const fields = type === messageType && depth < 5 ? chosen.slice(0, 2) : chosen
  return Object.fromEntries(fields.map((field) => [field.name, fill(field, make, depth)]))
}

function scalar(type: string, make: Values): unknown {
  if (type === 'string') return make.string()
  if (type === 'bytes') return make.bytes()
  if (type === 'bool') return make.number([0, 1]) === 1
  return make.number()
}
