import { createHash } from 'node:crypto'
import { proto, type WAMessage } from '@whiskeysockets/baileys'
import { describe, expect, it } from 'vitest'
import { readHistoric as readAs } from './historic.ts'
import { toHistory } from './history.ts'
import { votesOf } from './votes.ts'

const GROUP = '120363041234567890@g.us'
const AYSE = '630846724446591@lid'
const AHMET = '630846724446592@lid'
const CHAT = '905551234567@s.whatsapp.net'
const { MESSAGE_EDIT, REVOKE } = proto.Message.ProtocolMessage.Type
const { StubType } = proto.WebMessageInfo

const me = { id: '905559876543:3@s.whatsapp.net', lid: '630846724446599:3@lid' }
const readHistoric = (message: WAMessage) =>
  readAs(message, { me, sealSecret: (id, secret) => Buffer.concat([Buffer.from(id), secret]) })

/** Encodes and decodes a message, as the history does. */
function info(fields: proto.IWebMessageInfo): WAMessage {
  return proto.WebMessageInfo.decode(proto.WebMessageInfo.encode(fields).finish()) as WAMessage
}

const inGroup = (fields: proto.IWebMessageInfo) =>
  info({ key: { remoteJid: GROUP, id: 'M1', fromMe: false }, messageTimestamp: 100, ...fields })

describe('the author of a message', () => {
  it.each([
    ['at the top level', { participant: AYSE }],
    ['in the key', { key: { remoteJid: GROUP, id: 'M1', participant: AYSE } }],
    [
      'at the top level, if the key names another',
      { participant: AYSE, key: { remoteJid: GROUP, id: 'M1', participant: AHMET } },
    ],
    ['with a device', { participant: AYSE.replace('@', ':7@') }],
  ])('is read %s', (_, fields) => {
    expect(readHistoric(inGroup({ message: { conversation: 'hi' }, ...fields }))).toMatchObject([
      { kind: 'message', message: { id: 'M1', sender: AYSE, participant: AYSE, remoteJid: GROUP } },
    ])
  })
})

describe('the secret of a message', () => {
  const secret = Buffer.alloc(32, 7)

  it.each([
    ['beside the message', { message: { conversation: 'hi' }, messageSecret: secret }],
    ['in the message', { message: { conversation: 'hi', messageContextInfo: { messageSecret: secret } } }],
    [
      'beside an edit',
      {
        key: { remoteJid: GROUP, id: 'E1' },
        messageSecret: secret,
        message: {
          protocolMessage: { key: { id: 'M1' }, type: MESSAGE_EDIT, editedMessage: { conversation: 'hi' } },
        },
      },
    ],
  ])('is sealed for the message: %s', (_, fields) => {
    const sealed = Buffer.concat([Buffer.from('M1'), secret])
    expect(readHistoric(inGroup({ participant: AYSE, ...fields }))).toMatchObject([
      { message: { id: 'M1', secret: sealed } },
    ])
  })
})

describe('an edit', () => {
  const edit = (editedMessage: proto.IMessage, timestampMs = 200_000) =>
    inGroup({
      participant: AYSE,
      key: { remoteJid: GROUP, id: 'E1' },
      message: { protocolMessage: { key: { id: 'M1' }, type: MESSAGE_EDIT, editedMessage, timestampMs } },
    })

  it.each([
    ['text', { conversation: 'last' }, 'text', { text: 'last' }],
    ['extended text', { extendedTextMessage: { text: 'last' } }, 'text', { text: 'last' }],
    ['caption', { imageMessage: { caption: 'last', mimetype: 'image/png' } }, 'image', { caption: 'last' }],
  ])('reads the edit of a %s as the message with its last words', (_, edited, type, content) => {
    expect(readHistoric(edit(edited))).toMatchObject([
      { kind: 'message', message: { id: 'M1', sender: AYSE, type, content, editedAtMs: 200_000 } },
    ])
  })

  it.each(['editedMessage', 'groupMentionedMessage', 'botInvokeMessage', 'questionMessage'])(
    'in the wrapper %s is read as the message with its last words',
    (wrapper) => {
      const protocolMessage = {
        key: { id: 'M1' },
        type: MESSAGE_EDIT,
        editedMessage: { conversation: 'last' },
      }
      const message = { [wrapper]: { message: { protocolMessage } } }
      expect(readHistoric(inGroup({ participant: AYSE, message }))).toMatchObject([
        { kind: 'message', message: { id: 'M1', content: { text: 'last' } } },
      ])
    },
  )

  it('with a time that no date has counts as made with its message', () => {
    const [read] = readHistoric(edit({ conversation: 'last' }, 2 ** 62))
    expect(read).toMatchObject({ message: { editedAtMs: 100_000 } })
  })
})

it.each([
  ['a stub', { messageStubType: StubType.REVOKE }, 'M1'],
  ['a protocol message', { message: { protocolMessage: { type: REVOKE, key: { id: 'M0' } } } }, 'M0'],
])('reads %s of a revocation', (_, fields, messageId) => {
  expect(readHistoric(inGroup({ participant: AYSE, ...fields }))).toEqual([
    { kind: 'deleted', messageId, sender: AYSE },
  ])
})

describe('reactions', () => {
  const read = (fields: proto.IWebMessageInfo) =>
    readHistoric(info({ message: { conversation: 'hi' }, ...fields })).slice(1)

  it('are messages of those who reacted', () => {
    const key = { remoteJid: CHAT, id: 'M1', fromMe: true }
    const reactions = [
      { key: { remoteJid: CHAT, id: 'R1', fromMe: false }, text: '👍', senderTimestampMs: 250_500 },
      { key: { remoteJid: CHAT, id: 'R2', fromMe: true }, text: '❤️' },
      { key: { remoteJid: CHAT, id: 'R3', fromMe: false }, text: '' },
    ]
    expect(read({ key, messageTimestamp: 100, reactions })).toMatchObject([
      {
        message: {
          ...{ id: 'R1', sender: CHAT, type: 'reaction', timestamp: 250, fromMe: false },
          content: { emoji: '👍', messageId: 'M1' },
        },
      },
      { message: { id: 'R2', sender: 'me', content: { emoji: '❤️', messageId: 'M1' }, timestamp: 100 } },
    ])
  })

  it('are read from the additions of newer phones, too', () => {
    const { REACTION } = proto.MessageAddOn.MessageAddOnType
    const messageAddOns = [
      {
        messageAddOnType: REACTION,
        messageAddOnKey: { remoteJid: GROUP, id: 'R1', participant: AHMET },
        messageAddOn: { reactionMessage: { text: '👍' } },
      },
    ]
    const key = { remoteJid: GROUP, id: 'M1' }
    expect(read({ key, participant: AYSE, messageAddOns })).toMatchObject([
      { message: { id: 'R1', sender: AHMET, participant: AHMET, content: { emoji: '👍', messageId: 'M1' } } },
    ])
  })

  it('have the same id at each import if the phone gives none', () => {
    const reactions = [{ key: { fromMe: false, participant: AHMET }, text: '👍' }]
    const one = () => read({ key: { remoteJid: GROUP, id: 'M1' }, participant: AYSE, reactions })
    expect(one()).toEqual(one())
    expect(one()).toMatchObject([
      { message: { id: expect.stringMatching(/^M1-[0-9A-F]{12}$/), sender: AHMET } },
    ])
  })

  it('without an author in a group are dropped', () => {
    const reactions = [{ key: { id: 'R1', fromMe: false }, text: '👍' }]
    expect(read({ key: { remoteJid: GROUP, id: 'M1' }, participant: AYSE, reactions })).toEqual([])
  })
})

describe('votes', () => {
  const hash = (name: string) => createHash('sha256').update(name).digest()
  const hex = (...names: string[]) => names.map((name) => hash(name).toString('hex'))
  const vote = (from: proto.IMessageKey, names: string[], senderTimestampMs: number) => ({
    pollUpdateMessageKey: { remoteJid: GROUP, ...from },
    vote: { selectedOptions: names.map(hash) },
    senderTimestampMs,
  })
  const votes = (pollUpdates: proto.IPollUpdate[], options = ['Monday', 'Tuesday']) =>
    votesOf(
      inGroup({
        participant: AYSE,
        message: {
          pollCreationMessage: { name: 'When?', options: options.map((optionName) => ({ optionName })) },
        },
        pollUpdates,
      }),
    )

  it('name the options, and the newest vote of a voter counts', () => {
    const from = { id: 'V1', participant: AHMET }
    expect(
      votes([
        vote(from, ['Tuesday'], 3_000),
        vote(from, ['Monday'], 2_000),
        vote({ id: 'V2', fromMe: true }, ['Monday', 'Tuesday'], 1_000),
      ]),
    ).toEqual([
      { voter: AHMET, choices: hex('Tuesday'), options: ['Tuesday'], answeredAt: 3_000 },
      { voter: 'me', choices: hex('Monday', 'Tuesday'), options: ['Monday', 'Tuesday'], answeredAt: 1_000 },
    ])
  })

  it('are empty after the voter took the vote back', () => {
    const from = { id: 'V1', participant: AHMET }
    expect(votes([vote(from, ['Monday'], 1_000), vote(from, [], 2_000)])).toEqual([
      { voter: AHMET, choices: [], options: [], answeredAt: 2_000 },
    ])
  })

  it('for options that the poll lacks are dropped', () => {
    expect(votes([vote({ id: 'V1', participant: AHMET }, ['Sunday'], 1_000)])).toMatchObject([
      { options: [] },
    ])
  })

  it('in other messages are none', () => {
    expect(votesOf(inGroup({ message: { conversation: 'hi' }, pollUpdates: [vote({}, [], 1)] }))).toEqual([])
  })
})

describe('a part of the history', () => {
  const { INITIAL_STATUS_V3, RECENT } = proto.HistorySync.HistorySyncType

  it('names only persons as contacts', () => {
    const ids = [CHAT, AYSE, GROUP, '120363041234567890@newsletter', 'status@broadcast', '1234@broadcast']
    const conversations = ids.map((id) => ({ id, name: `Name of ${id}`, messages: [] }))
    expect(toHistory({ syncType: RECENT, conversations }).contacts.map(({ jid }) => jid)).toEqual([
      CHAT,
      AYSE,
    ])
  })

  it('gives each message its chat, and skips an entry without a key', () => {
    const messages = [{}, { message: {} as WAMessage }, { message: { key: { id: 'M1' } } }]
    expect(toHistory({ syncType: RECENT, conversations: [{ id: CHAT, messages }] }).messages).toEqual([
      { key: { id: 'M1', remoteJid: CHAT } },
    ])
  })

  it('may hold the status posts', () => {
    const post = inGroup({ key: { remoteJid: 'status@broadcast', id: 'S1' }, participant: AYSE })
    expect(toHistory({ syncType: INITIAL_STATUS_V3, statusV3Messages: [post] }).messages).toEqual([post])
  })
})

it('reads a poll of the history with its votes', () => {
  const hash = createHash('sha256').update('Yes').digest()
  const poll = inGroup({
    participant: AYSE,
    message: {
      pollCreationMessageV3: { name: 'Open?', options: [{ optionName: 'Yes' }, { optionName: 'No' }] },
    },
    pollUpdates: [
      {
        pollUpdateMessageKey: { remoteJid: GROUP, id: 'V1', participant: AHMET },
        vote: { selectedOptions: [hash] },
        senderTimestampMs: 300_000,
      },
    ],
  })
  const votes = [{ voter: AHMET, choices: [hash.toString('hex')], answeredAt: 300_000 }]
  expect(readHistoric(poll)).toMatchObject([{ message: { type: 'poll', votes } }])
})
