import { type BinaryNode, proto } from '@whiskeysockets/baileys'
import { describe, expect, it } from 'vitest'
import { createLogger } from '#shared/logger.ts'
import { readJournalRow } from './inbound.ts'
import { isPost, postsIn, rowOfPost, toConfirmable } from './posts.ts'

const CHANNEL = '120363041234567890@newsletter'
const me = { id: '905559876543:3@s.whatsapp.net', lid: '630846724446599:3@lid' }
const log = createLogger({ level: 'silent', name: 'posts' })

function postOf(message: proto.IMessage | Uint8Array | null, attrs: Record<string, string> = {}): BinaryNode {
  const content = message instanceof Uint8Array ? message : message && proto.Message.encode(message).finish()
  return {
    tag: 'message',
    attrs: { id: 'P1', from: CHANNEL, type: 'text', t: '1782297000', server_id: '117', ...attrs },
    ...(content && { content: [{ tag: 'plaintext', attrs: {}, content }] }),
  }
}

const read = (post: BinaryNode) =>
  readJournalRow(rowOfPost(post).bytes, me, {
    log,
    wantsHistory: false,
    mediaOrigin: undefined,
    sealSecret: () => Buffer.of(1),
  })

describe('a journaled post', () => {
  it.each([
    ['a text', { conversation: 'Fresh bread' }, 'text', { text: 'Fresh bread' }],
    ['a text with a preview', { extendedTextMessage: { text: 'Look' } }, 'text', { text: 'Look' }],
    ['a picture', { imageMessage: { caption: 'Rye', mimetype: 'image/png' } }, 'image', { caption: 'Rye' }],
    [
      'a poll',
      { pollCreationMessageV3: { name: 'Which?', options: [] } },
      'poll',
      { poll: { name: 'Which?' } },
    ],
  ])('is read as %s', async (_, message, type, content) => {
    expect((await read(postOf(message))).inbound).toMatchObject({
      kind: 'message',
      message: {
        ...{ id: 'P1', remoteJid: CHANNEL, sender: CHANNEL, fromMe: false, participant: null, type },
        content: { ...content, serverId: 117 },
      },
    })
  })

  it('is read as the edit of the post with its id', async () => {
    const { inbound, changes } = await read(postOf({ conversation: 'Better' }, { edit: '3' }))
    expect(inbound).toBeNull()
    const change = { kind: 'edited', content: { text: 'Better' } }
    expect(changes).toMatchObject([{ targetId: 'P1', editors: [CHANNEL], change }])
  })

  it('is read as the deletion of the post with its id', async () => {
    const { inbound } = await read(postOf(null, { edit: '8' }))
    expect(inbound).toEqual({ kind: 'deleted', messageId: 'P1', sender: CHANNEL })
  })

  it('names no contact', async () => {
    expect((await read(postOf({ conversation: 'x' }, { notify: 'News' }))).contacts).toEqual([])
  })
})

describe('the hash of a post', () => {
  const hash = (post: BinaryNode) => rowOfPost(post).hash
  const post = postOf({ conversation: 'one' })

  it('is the same for a redelivered post', () => {
    expect(hash(postOf({ conversation: 'one' }, { offline: '4', t: '1782297001' }))).toBe(hash(post))
  })

  it.each([
    ['another text', postOf({ conversation: 'two' })],
    ['another id', postOf({ conversation: 'one' }, { id: 'P2' })],
    ['another channel', postOf({ conversation: 'one' }, { from: CHANNEL.replace('1', '2') })],
    ['its edit', postOf({ conversation: 'one' }, { edit: '3' })],
    ['its deletion', postOf(null, { edit: '8' })],
  ])('differs for %s', (_, other) => {
    expect(hash(other)).not.toBe(hash(post))
  })
})

it.each([
  ['a readable content', postOf({ conversation: 'one' }), 5],
  ['no content', postOf(null, { edit: '8' }), 0],
  ['an unreadable content', postOf(Buffer.from('ff', 'hex')), 0],
])('hands Baileys a post with %s in a form that needs no repetition', (_, post, length) => {
  const { content } = toConfirmable(post)
  expect(content).toMatchObject([{ tag: 'plaintext', content: { length } }])
})

it.each([
  ['a post', { tag: 'message', attrs: { from: CHANNEL } }, true],
  ['a message of a group', { tag: 'message', attrs: { from: '120363041234567890@g.us' } }, false],
  ['a message of a person', { tag: 'message', attrs: { from: '630846724446591@lid' } }, false],
  ['a status post', { tag: 'message', attrs: { from: 'status@broadcast' } }, false],
  ['a notification of a channel', { tag: 'notification', attrs: { from: CHANNEL } }, false],
])('tells whether %s is a post', (_, stanza, is) => {
  expect(isPost(stanza)).toBe(is)
})

describe('a notification of a channel', () => {
  const { content } = postOf({ conversation: 'one' })
  const notification = { tag: 'notification', attrs: { from: CHANNEL, type: 'newsletter', id: 'N1' } }
  const child = (attrs: Record<string, string>) => [{ tag: 'message', attrs, ...(content && { content }) }]

  it.each([
    ['message_id', { message_id: 'P1', server_id: '117' }, { id: 'P1', server_id: '117' }],
    ['id', { id: 'P1', server_id: '117', t: '5' }, { id: 'P1', server_id: '117', t: '5' }],
    ['server_id', { server_id: '117' }, { id: '117', server_id: '117' }],
  ])('carries a post that is named by %s', (_, attrs, named) => {
    const [post, ...others] = postsIn(notification, child(attrs))
    expect(others).toEqual([])
    expect(post).toEqual({ tag: 'message', attrs: { from: CHANNEL, type: 'text', ...named }, content })
  })

  it.each([
    ['a reaction', notification, [{ tag: 'reaction', attrs: { message_id: 'P1' } }]],
    ['a post without content', notification, [{ tag: 'message', attrs: { message_id: 'P1' } }]],
    ['a group', { ...notification, attrs: { ...notification.attrs, from: '1@g.us' } }, child({ id: 'P1' })],
    [
      'another type',
      { ...notification, attrs: { ...notification.attrs, type: 'w:gp2' } },
      child({ id: 'P1' }),
    ],
  ])('carries no post for %s', (_, stanza, children) => {
    expect(postsIn(stanza, children)).toEqual([])
  })
})
