import type { BinaryNode } from '@whiskeysockets/baileys'
import { describe, expect, it } from 'vitest'
import { call, until } from './client.fixture.ts'
import { openWithAlice } from './stage.fixture.ts'

const { stage, a, alice } = await openWithAlice()

const put = (phone: string, body: object) => call(stage.sandbox, 'PUT', `/phones/${phone}`, body)
const lidOf = async (phone: string) => (await call(stage.sandbox, 'GET', `/phones/${phone}`)).body.lid
const contentOf = (node: BinaryNode | undefined) => (node?.content ?? []) as BinaryNode[]

/** Sends a usync query about one user, and returns the node of the user. */
async function ask(protocol: string, user: BinaryNode): Promise<BinaryNode | undefined> {
  const query = { tag: 'query', attrs: {}, content: [{ tag: protocol, attrs: {} }] }
  const usync = { tag: 'usync', attrs: { context: 'interactive', mode: 'query' } }
  const answer = (await alice.sock?.query({
    tag: 'iq',
    attrs: { to: '@s.whatsapp.net', type: 'get', xmlns: 'usync' },
    content: [{ ...usync, content: [query, { tag: 'list', attrs: {}, content: [user] }] }],
  })) as BinaryNode
  return contentOf(contentOf(contentOf(answer)[0])[0])[0]
}
const find = (username: string, more: Record<string, string> = {}) =>
  ask('contact', { tag: 'user', attrs: {}, content: [{ tag: 'contact', attrs: { username, ...more } }] })
const nameOf = async (jid: string) => contentOf(await ask('username', { tag: 'user', attrs: { jid } }))[0]

describe('a username', () => {
  it('is found in any case, changes, and can be deleted', async () => {
    const b = await stage.phone({ addressing: 'lid-only', username: 'Bob.Smith' })
    const lid = await lidOf(b)
    expect(await find('bob.SMITH')).toMatchObject({
      attrs: { jid: lid },
      content: [{ attrs: { type: 'in', username: 'Bob.Smith' } }],
    })
    expect(String((await nameOf(lid))?.content)).toBe('Bob.Smith')
    await put(b, { username: 'bobby' })
    expect(await find('bob.smith')).toMatchObject({ attrs: {}, content: [{ attrs: { type: 'out' } }] })
    expect(await put(a, { username: 'BOBBY' })).toMatchObject({ status: 409 })
    await put(b, { username: null })
    expect((await nameOf(lid))?.content).toBeUndefined()
    expect(contentOf(await nameOf('123@lid'))[0]).toMatchObject({ tag: 'error', attrs: { code: '404' } })
  })

  it.each(['ab', 'a..b', '.abc', '1234', 'abc.com', 'www.abc', 'whatsapp1', 'a b c'])(
    'is not %j',
    async (username) => {
      expect(await put(a, { username })).toMatchObject({ status: 400 })
    },
  )

  it('with a key needs the key, except from a client that knows the LID', async () => {
    const b = await stage.phone({ addressing: 'lid-only', username: 'guarded', usernameKey: '1234' })
    const lid = await lidOf(b)
    expect(await find('guarded')).toEqual({
      tag: 'user',
      attrs: {},
      content: [{ tag: 'contact', attrs: { username: 'guarded' } }],
    })
    expect(contentOf(contentOf(await find('guarded', { pin: '9999' }))[0])[0]).toMatchObject({ tag: 'error' })
    for (const more of [{ pin: '1234' }, { lid }])
      expect(await find('guarded', more)).toMatchObject({ attrs: { jid: lid } })
    await put(b, { usernameKey: null })
    expect(await find('guarded')).toMatchObject({ attrs: { jid: lid } })
  })

  it('is beside the LID in messages and groups, and no stanza has the hidden number', async () => {
    const b = await stage.phone({ addressing: 'lid-only', username: 'hidden_one', name: 'Somebody' })
    const lid = await lidOf(b)
    const { id } = await stage.write(b, { to: a, type: 'text', text: 'hello' })
    const stanza = await until('the message', () => alice.stanzas.find(({ attrs }) => attrs.id === id))
    expect(stanza.attrs).toMatchObject({ from: lid, addressing_mode: 'lid' })
    const answer = await stage.write(a, { to: b, type: 'text', text: 'hi' })
    const copy = await until('the copy', () => alice.stanzas.find(({ attrs }) => attrs.id === answer.id))
    expect(copy.attrs).toMatchObject({ recipient: lid, peer_recipient_username: 'hidden_one' })
    const group = await call(stage.sandbox, 'POST', `/phones/${b}/groups`, {
      subject: 'G',
      participants: [a],
    })
    const inGroup = await stage.write(b, { to: group.body.id, type: 'text', text: 'all' })
    const third = await until('the post', () => alice.stanzas.find(({ attrs }) => attrs.id === inGroup.id))
    expect(third.attrs).toMatchObject({ participant: lid, participant_username: 'hidden_one' })
    const metadata = await alice.sock?.groupMetadata(group.body.id)
    expect(metadata).toMatchObject({ ownerUsername: 'hidden_one' })
    expect(metadata?.participants.find((one) => one.id === lid)).toMatchObject({ username: 'hidden_one' })
    expect(JSON.stringify([alice.stanzas, metadata])).not.toContain(b)
  })
})
