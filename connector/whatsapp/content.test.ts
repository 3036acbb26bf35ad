import { proto } from '@whiskeysockets/baileys'
import { expect, it } from 'vitest'
import { readContent, toProto } from './content.ts'

it.each([
  [{ conversation: 'a' }, { type: 'text', content: { text: 'a' } }],
  [{ extendedTextMessage: { text: 'b' } }, { type: 'text', content: { text: 'b' } }],
  [{ ephemeralMessage: { message: { conversation: 'c' } } }, { type: 'text', content: { text: 'c' } }],
  [{ pollCreationMessage: { name: 'p' } }, { type: 'unknown', content: { kind: 'pollCreationMessage' } }],
  [
    { messageContextInfo: {}, locationMessage: {} },
    { type: 'unknown', content: { kind: 'locationMessage' } },
  ],
  [{ protocolMessage: { type: 0 } }, null],
  [{ senderKeyDistributionMessage: { groupId: 'g' } }, null],
  [{}, null],
  [null, null],
])('reads %j', (message, read) => {
  expect(readContent(message && proto.Message.fromObject(message))).toEqual(read)
})

it('makes of what was sent what was read', () => {
  const again = toProto('text', { text: 'said once, said twice' })
  expect(readContent(again)).toEqual({ type: 'text', content: { text: 'said once, said twice' } })
})
