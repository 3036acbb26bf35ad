import { proto } from '@whiskeysockets/baileys'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readFuture, withOuterContext } from './readFuture.ts'

/** Encodes a field with a length, of a number above 15. */
function field(number: number, content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content)
  const tag = number * 8 + 2
  const head = tag < 0x80 ? [tag] : [(tag % 0x80) + 0x80, Math.floor(tag / 0x80)]
  return Buffer.concat([Buffer.of(...head, bytes.length), bytes])
}
const encoded = (message: proto.IMessage) => Buffer.from(proto.Message.encode(message).finish())
/** Reads a plaintext with the shortest padding. */
const read = (bytes: Buffer) => readFuture(proto.Message.decode(bytes), Buffer.concat([bytes, Buffer.of(1)]))

const WORDS = 'Shall we meet on Sunday?'

it.each([
  ['in a field of its own', field(131, WORDS), 'field 131'],
  ['inside of a message', field(131, field(1, WORDS)), 'field 131'],
  [
    'beside ids and addresses',
    field(131, Buffer.concat([field(1, '3EB0A8C2F5B7E6A1'), field(2, '1@lid'), field(3, WORDS)])),
    'field 131',
  ],
  [
    'behind a sender key',
    Buffer.concat([encoded({ senderKeyDistributionMessage: { groupId: 'g' } }), field(140, WORDS)]),
    'field 140',
  ],
  // 40 is `ephemeralMessage`, and 37 is `viewOnceMessage`.
  ['inside of wrappers', field(40, field(1, field(37, field(1, field(131, field(2, WORDS)))))), 'field 131'],
  // 31 is `deviceSentMessage`.
  [
    'in the copy of an own message',
    field(31, Buffer.concat([field(1, '1@lid'), field(2, field(131, WORDS))])),
    'field 131',
  ],
])('finds the words of a newer kind %s', (_, bytes, kind) => {
  expect(read(bytes)).toEqual({ type: 'unknown', content: { kind, text: WORDS } })
})

it('names a newer kind without words', () => {
  expect(read(field(131, Buffer.of(8, 1)))).toEqual({ type: 'unknown', content: { kind: 'field 131' } })
})

it.each([
  ['no message', Buffer.of()],
  ['a known kind', encoded({ conversation: 'a' })],
  ['a sender key', encoded({ senderKeyDistributionMessage: { groupId: 'g' } })],
  [
    'a notice with a newer field',
    Buffer.concat([encoded({ protocolMessage: { type: 0 } }), field(131, WORDS)]),
  ],
  ['a vote with a newer field', Buffer.concat([encoded({ pollUpdateMessage: {} }), field(131, WORDS)])],
])('leaves %s alone', (_, bytes) => {
  expect(read(bytes)).toBeNull()
})

it('reads any bytes without a fault', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 115, max: 2_000 }), (bytes, number) => {
      const plaintext = Buffer.concat([field(number, bytes.subarray(0, 120)), Buffer.of(1)])
      expect(readFuture({}, plaintext)?.type).toBe('unknown')
      expect(() => readFuture({}, Buffer.concat([bytes, Buffer.of(1)]))).not.toThrow()
    }),
  )
})

it('keeps the context that stands outside of the copy of an own message', () => {
  const messageContextInfo = { messageSecret: Uint8Array.of(7) }
  const inner = { conversation: 'mine' }
  const outer = { deviceSentMessage: { destinationJid: '1@lid', message: inner }, messageContextInfo }
  const padded = Buffer.concat([encoded(outer), Buffer.of(1)])
  expect(withOuterContext(inner, padded)).toMatchObject({ conversation: 'mine', messageContextInfo })
  expect(withOuterContext(inner, Buffer.concat([encoded(inner), Buffer.of(1)]))).toEqual(inner)
})
