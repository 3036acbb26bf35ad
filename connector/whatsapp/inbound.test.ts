import { type BinaryNode, proto } from '@whiskeysockets/baileys'
import { describe, expect, it } from 'vitest'
import { createLogger, type Logger } from '#shared/logger.ts'
import { CONTROL } from './content/control.ts'
import { fill, type Values, variants } from './content/reflection.fixture.ts'
import { WRAPPERS } from './content/unwrap.ts'
import { readJournalRow } from './inbound.ts'
import { packRow } from './journal.ts'

const me = { id: '905559876543:3@s.whatsapp.net', lid: '630846724446599:3@lid' }
const CONTACT = '905551234567@s.whatsapp.net'
const GROUP = '120363041234567890@g.us'
const MEMBER = '630846724446591@lid'
const silent = createLogger({ level: 'silent', name: 'inbound' })
const names = Object.keys(variants)

/** Reads a message as a stanza of a chat. */
async function read(message: object, from: object = { from: CONTACT }, log: Logger = silent) {
  const plaintext = proto.Message.encode(proto.Message.fromObject(message)).finish()
  const attrs = { id: 'M1', type: 'text', t: '1782297000', ...from }
  const content = [{ tag: 'enc', attrs: { v: '2', type: 'msg' }, content: Buffer.of(0) }]
  const stanza: BinaryNode = { tag: 'message', attrs, content }
  return await readJournalRow(packRow(stanza, Buffer.concat([plaintext, Buffer.of(1)])), me, {
    log,
    wantsHistory: false,
    mediaOrigin: undefined,
    sealSecret: () => Buffer.of(1),
  })
}

const plain: Values = {
  string: () => 'Words of the author',
  number: (choices = [1]) => choices.at(-1) ?? 1,
  bytes: () => Uint8Array.of(1, 2, 3),
  has: () => true,
}

describe.each([
  ['a chat with one person', { from: CONTACT }],
  ['a group', { from: GROUP, participant: MEMBER, addressing_mode: 'lid' }],
])('a stanza of %s', (_, from) => {
  it.each(names)('with %s is read in full and without its fields', async (name) => {
    const field = variants[name]
    const full = await read({ [name]: field && fill(field, plain) }, from)
    const isMessage = !CONTROL.has(name) && !(name in WRAPPERS)
    if (isMessage) expect(full.inbound).toMatchObject({ kind: 'message', message: { id: 'M1' } })
    const empty = await read({ [name]: field?.type === 'string' ? '' : {} }, from)
    expect(empty.stanza).toEqual({ id: 'M1', sender: expect.any(String) })
  })
})

it.each([
  ['a reaction', { reactionMessage: { text: '👍' } }],
  [
    'a reaction in a disappearing chat',
    { ephemeralMessage: { message: { reactionMessage: { text: '👍' } } } },
  ],
])('stores %s that names no message', async (_, message) => {
  const { inbound } = await read(message)
  expect(inbound).toMatchObject({ message: { type: 'reaction', content: { emoji: '👍' } } })
})

it.each([
  ['a vote', { pollUpdateMessage: { vote: { encIv: Buffer.alloc(12), encPayload: Buffer.alloc(16) } } }],
  ['an edit', { protocolMessage: { type: 14, editedMessage: { conversation: 'x' } } }],
  ['an encrypted edit', { secretEncryptedMessage: { secretEncType: 2, encIv: Buffer.alloc(12) } }],
  ['a revocation', { protocolMessage: { type: 0 } }],
])('ignores %s that names no message', async (_, message) => {
  expect(await read(message)).toMatchObject({ inbound: null, changes: [], stanza: { id: 'M1' } })
})

describe('an encrypted change of a newer type', () => {
  const sealed = { targetMessageKey: { id: 'T1', remoteJid: CONTACT }, encIv: Buffer.alloc(12, 1) }
  const change = (secretEncType?: number) => ({
    secretEncryptedMessage: { ...sealed, encPayload: Buffer.from('sealed bytes'), secretEncType },
  })

  it.each([
    ['type 3', 3, change(3), undefined],
    ['type 6 in a group', 6, change(6), { from: GROUP, participant: MEMBER, addressing_mode: 'lid' }],
    ['a large type', 2_000_000_000, change(2_000_000_000), undefined],
    ['no type', 0, change(), undefined],
    ['type 7 in a disappearing chat', 7, { ephemeralMessage: { message: change(7) } }, undefined],
    [
      'type 8 from another own device',
      8,
      { deviceSentMessage: { destinationJid: CONTACT, message: change(8) } },
      { from: me.id, recipient: CONTACT },
    ],
  ])('is stored as unknown, with a warning without its content: %s', async (_, type, message, from) => {
    const lines: string[] = []
    const log = createLogger({ level: 'warn', name: 'inbound' }, { write: (line) => lines.push(line) })
    const { inbound, changes } = await read(message, from, log)
    expect(changes).toEqual([])
    expect(inbound).toMatchObject({
      kind: 'message',
      message: { id: 'M1', type: 'unknown', content: { kind: 'secretEncryptedMessage' } },
    })
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        ...{ level: 40, time: expect.any(Number), name: 'inbound', msg: 'secret.unknown_type' },
        ...{ messageId: 'M1', secretEncType: type },
      },
    ])
  })
})
