import { createCipheriv, createHash, hkdfSync } from 'node:crypto'
import {
  decryptEventResponse,
  decryptPollVote,
  getAggregateVotesInPollMessage,
  proto,
} from '@whiskeysockets/baileys'
import { describe, expect, it } from 'vitest'
import { lastField } from '../content/wire.ts'
import type { LateChange } from './lateChange.ts'
import { openChange } from './openChange.ts'
import { openSealed, type UseCase } from './openSealed.ts'
import { readSealed, type SealedKind } from './readSealed.ts'
import { secretOf, withSecret } from './secretOf.ts'

const secret = Buffer.alloc(32, 7)
const iv = Buffer.alloc(12, 9)
const [AUTHOR, AUTHOR_LID] = ['905551112233@s.whatsapp.net', '111222333444555@lid']
const [EDITOR, EDITOR_LID] = ['905559998877@s.whatsapp.net', '999888777666555@lid']

/** Encrypts a change as WhatsApp's clients do. */
function seal(useCase: UseCase, plaintext: Uint8Array, author = AUTHOR, editor = EDITOR): Buffer {
  const info = Buffer.from(`M${author}${editor}${useCase}`)
  const key = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), info, 32))
  const aad = /Vote|Response/.test(useCase) ? `M\0${editor}` : ''
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(aad))
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
}

function change(
  kind: SealedKind,
  useCase: UseCase,
  plaintext: Uint8Array,
  people: string[] = [],
): LateChange {
  const payload = seal(useCase, plaintext, ...people).toString('base64')
  return {
    targetId: 'M',
    envelope: {} as LateChange['envelope'],
    editors: [EDITOR, EDITOR_LID],
    authors: [],
    changedAt: null,
    change: { kind, useCases: [useCase], payload, iv: iv.toString('base64') },
  }
}

const original = { secret, authors: [AUTHOR, AUTHOR_LID] }
const edit = (editedMessage: proto.IMessage, timestampMs = 5) =>
  proto.Message.encode({
    protocolMessage: { type: 14, key: { id: 'M' }, editedMessage, timestampMs },
  }).finish()
const hashOf = (option: string) => createHash('sha256').update(option).digest()

describe('openChange', () => {
  it('decrypts a vote as Baileys does', () => {
    const vote = proto.Message.PollVoteMessage.encode({
      selectedOptions: [hashOf('a'), hashOf('b')],
    }).finish()
    const encPayload = seal('Poll Vote', vote)
    const context = { pollCreatorJid: AUTHOR, pollMsgId: 'M', pollEncKey: secret, voterJid: EDITOR }
    const theirs = decryptPollVote({ encPayload, encIv: iv }, context)
    const choices = theirs.selectedOptions?.map((hash) => Buffer.from(hash).toString('hex'))
    expect(openChange(change('vote', 'Poll Vote', vote), original)).toEqual({ kind: 'vote', choices })
    const options = [{ optionName: 'a' }, { optionName: 'b' }, { optionName: 'c' }]
    const votes = getAggregateVotesInPollMessage({
      message: { pollCreationMessage: { options } },
      pollUpdates: [{ pollUpdateMessageKey: { remoteJid: EDITOR }, vote: theirs }],
    })
    expect(votes.filter(({ voters }) => voters.length > 0).map(({ name }) => name)).toEqual(['a', 'b'])
  })

  it('decrypts a response as Baileys does', () => {
    const response = proto.Message.EventResponseMessage.encode({
      response: 3,
      timestampMs: 5,
      extraGuestCount: 2,
    }).finish()
    const encPayload = seal('Event Response', response)
    const context = { eventCreatorJid: AUTHOR, eventMsgId: 'M', eventEncKey: secret, responderJid: EDITOR }
    expect(decryptEventResponse({ encPayload, encIv: iv }, context)).toMatchObject({ response: 3 })
    expect(openChange(change('response', 'Event Response', response), original)).toEqual({
      ...{ kind: 'response', choice: 'maybe' },
      ...{ guests: 2, changedAt: 5 },
    })
  })

  it.each([
    [AUTHOR, EDITOR],
    [AUTHOR, EDITOR_LID],
    [AUTHOR_LID, EDITOR],
    [AUTHOR_LID, EDITOR_LID],
  ])('decrypts an edit whose key names %s and %s', (...people) => {
    const text = edit({ conversation: 'new' })
    expect(openChange(change('edit', 'Message Edit', text, people), original)).toEqual({
      ...{ kind: 'edit', content: { text: 'new' } },
      changedAt: 5,
    })
  })

  it.each([
    ['Event Edit', edit({ eventMessage: { name: 'Later' } }), { text: 'Later' }],
    ['Event Edit', proto.Message.encode({ eventMessage: { name: 'Bare' } }).finish(), { text: 'Bare' }],
    [
      'Poll Edit',
      edit({ pollCreationMessageV3: { name: 'p', options: [{ optionName: 'x' }] } }),
      { poll: { name: 'p', options: ['x'] } },
    ],
    ['Message Edit', edit({ imageMessage: { caption: 'new' } }), { caption: 'new' }],
  ] as const)('reads the new content of %s', (useCase, plaintext, content) => {
    expect(openChange(change('edit', useCase, plaintext), original)).toMatchObject({ kind: 'edit', content })
  })

  it.each(['Poll Edit', 'Poll Add Option'] as const)('reads the name of a new option, by %s', (useCase) => {
    const name = Buffer.from('\n\x04Noon')
    const option = Buffer.concat([Buffer.from([0x12, name.length]), name])
    const plaintext = Buffer.concat([Buffer.from([0xca, 0x07, option.length]), option])
    expect(openChange(change('option', useCase, plaintext), original)).toEqual({
      kind: 'option',
      name: 'Noon',
    })
    const whole = edit({ pollCreationMessage: { options: [{ optionName: 'x' }, { optionName: 'Noon' }] } })
    expect(openChange(change('option', useCase, whole), original)).toEqual({ kind: 'option', name: 'Noon' })
  })

  it('reads a reaction and a comment as messages about their original', () => {
    const reaction = proto.Message.ReactionMessage.encode({ text: '👍' }).finish()
    expect(openChange(change('reaction', 'Enc Reaction', reaction), original)).toEqual({
      kind: 'message',
      content: { type: 'reaction', content: { emoji: '👍', messageId: 'M' } },
      media: null,
    })
    const comment = proto.Message.encode({ extendedTextMessage: { text: 'Well done' } }).finish()
    expect(openChange(change('comment', 'Enc Comment', comment), original)).toMatchObject({
      kind: 'message',
      content: { type: 'comment', content: { text: 'Well done', messageId: 'M' } },
      media: null,
    })
    const imageMessage = { caption: 'Look', mediaKey: Buffer.alloc(32), directPath: '/p' }
    const picture = proto.Message.encode({ imageMessage }).finish()
    expect(openChange(change('comment', 'Enc Comment', picture), original)).toMatchObject({
      kind: 'message',
      content: { type: 'comment', content: { caption: 'Look', messageId: 'M' } },
      media: { type: 'image', directPath: '/p' },
    })
  })

  it.each([
    ['another secret', { ...original, secret: Buffer.alloc(32) }],
    ['another author', { ...original, authors: [EDITOR] }],
  ])('refuses %s', (_, wrong) => {
    expect(openChange(change('edit', 'Message Edit', edit({ conversation: 'x' })), wrong)).toBeNull()
  })

  it('refuses a ciphertext or an IV of a wrong length, and a plaintext that is no message', () => {
    const context = { ...original, messageId: 'M', editors: [EDITOR] }
    const useCases = ['Message Edit'] as const
    expect(openSealed({ useCases, payload: Buffer.alloc(15), iv }, context)).toBeNull()
    expect(
      openSealed({ useCases, payload: seal('Message Edit', Buffer.alloc(1)), iv: Buffer.of() }, context),
    ).toBeNull()
    expect(openChange(change('edit', 'Message Edit', Buffer.from([0xff])), original)).toBeNull()
  })
})

describe('readSealed', () => {
  const parts = { encPayload: Buffer.alloc(20), encIv: iv }
  const targetMessageKey = { id: 'M', participant: AUTHOR }
  it.each([
    [{ secretEncryptedMessage: { ...parts, targetMessageKey, secretEncType: 1 } }, 'edit', null],
    [{ secretEncryptedMessage: { ...parts, targetMessageKey, secretEncType: 2 } }, 'edit', null],
    [{ secretEncryptedMessage: { ...parts, targetMessageKey, secretEncType: 4 } }, 'edit', null],
    [{ secretEncryptedMessage: { ...parts, targetMessageKey, secretEncType: 5 } }, 'option', null],
    [
      { pollUpdateMessage: { vote: parts, pollCreationMessageKey: targetMessageKey, senderTimestampMs: 8 } },
      'vote',
      8,
    ],
    [{ encEventResponseMessage: { ...parts, eventCreationMessageKey: targetMessageKey } }, 'response', null],
    [{ encReactionMessage: { ...parts, targetMessageKey } }, 'reaction', null],
    [
      { ephemeralMessage: { message: { encCommentMessage: { ...parts, targetMessageKey } } } },
      'comment',
      null,
    ],
  ])('reads %j', (message, kind, changedAt) => {
    const wire = proto.Message.decode(proto.Message.encode(proto.Message.fromObject(message)).finish())
    expect(readSealed(wire)).toMatchObject({ kind, changedAt, target: { id: 'M', participant: AUTHOR } })
  })

  it.each([
    [{ conversation: 'x' }],
    [{ secretEncryptedMessage: { ...parts, targetMessageKey, secretEncType: 3 } }],
    [{ secretEncryptedMessage: { ...parts, secretEncType: 2 } }],
    [{ encCommentMessage: { targetMessageKey } }],
    [{ pollUpdateMessage: { pollCreationMessageKey: targetMessageKey } }],
  ])('ignores %j', (message) => {
    expect(readSealed(proto.Message.fromObject(message))).toBeNull()
  })
})

it('finds the secret in the message and in its history entry, if it has 32 bytes', () => {
  const message = withSecret({ conversation: 'x' }, secret)
  expect(secretOf({ key: {}, message })).toEqual(secret)
  expect(secretOf({ key: {}, message: { conversation: 'x' }, messageSecret: secret })).toEqual(secret)
  expect(secretOf({ key: {}, message: withSecret({ conversation: 'x' }, Buffer.alloc(5)) })).toBeNull()
  expect(withSecret({ reactionMessage: { text: 'x' } }, secret)).toEqual({ reactionMessage: { text: 'x' } })
})

it('finds a field behind fields of each wire type, and survives cut bytes', () => {
  const encoded = Buffer.from([0x08, 0x96, 0x01, 0x11, ...Buffer.alloc(8), 0x1d, 1, 2, 3, 4, 0x22, 2, 65, 66])
  expect(lastField(encoded, 4)).toEqual(Buffer.from('AB'))
  expect(lastField(encoded, 5)).toBeNull()
  expect(lastField(encoded.subarray(0, -1), 4)).toBeNull()
  expect(lastField(Buffer.from([0x23, 0xff]), 4)).toBeNull()
})
