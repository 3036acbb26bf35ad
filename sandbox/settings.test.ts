import type { BinaryNode } from '@whiskeysockets/baileys'
import { describe, expect, it } from 'vitest'
import { call, until } from './client.fixture.ts'
import { openWithAlice } from './stage.fixture.ts'

const SERVER = '@s.whatsapp.net'
const { stage, a, alice } = await openWithAlice()

const query = async (xmlns: string, type: 'get' | 'set', content: BinaryNode[], attrs = {}) =>
  (await alice.sock?.query({
    tag: 'iq',
    attrs: { to: SERVER, xmlns, type, ...attrs },
    content,
  })) as BinaryNode
const contentOf = (node: BinaryNode | undefined) => (node?.content ?? []) as BinaryNode[]
const phoneOf = async (phone: string) => (await call(stage.sandbox, 'GET', `/phones/${phone}`)).body

describe('the settings of an account', () => {
  it('keep the blocklist, and the blocked account cannot write, type or see the picture', async () => {
    const b = await stage.phone({ picture: Buffer.from('a face').toString('base64') })
    const bob = await stage.paired(b)
    const { lid } = await phoneOf(a)
    await bob.sock?.updateBlockStatus(`${a}${SERVER}`, 'block')
    expect(await bob.sock?.fetchBlocklist()).toEqual([lid])
    const blocked = await alice.send(b, 'let me in')
    await expect(alice.sock?.profilePictureUrl(`${b}${SERVER}`)).rejects.toThrow('not-authorized')
    await bob.sock?.updateBlockStatus(`${a}${SERVER}`, 'unblock')
    expect(await bob.sock?.fetchBlocklist()).toEqual([])
    await stage.row(b, await alice.send(b, 'thank you'))
    expect((await stage.rows(b)).some(({ id }) => id === blocked)).toBe(false)
  })

  it('keep the privacy of pictures, texts and the last presence', async () => {
    const b = await stage.phone({ picture: Buffer.from('a face').toString('base64'), about: 'secret' })
    const bob = await stage.paired(b)
    const jid = `${b}${SERVER}`
    await bob.sock?.updateProfilePicturePrivacy('none')
    await bob.sock?.updateStatusPrivacy('none')
    expect(await bob.sock?.fetchPrivacySettings(true)).toMatchObject({
      profile: 'none',
      status: 'none',
      last: 'all',
    })
    await expect(alice.sock?.profilePictureUrl(jid)).rejects.toThrow('not-authorized')
    expect(JSON.stringify(await alice.sock?.fetchStatus(jid))).not.toContain('secret')
    await expect(bob.sock?.updateLastSeenPrivacy('nobody' as 'none')).rejects.toThrow('bad-request')
  })

  it('refuse an unknown namespace and an unknown query', async () => {
    await expect(query('w:unknown', 'get', [])).rejects.toThrow('feature-not-implemented')
    const unknown = { tag: 'query', attrs: { query_id: '1' }, content: Buffer.from('{}') }
    const [result] = contentOf(await query('w:mex', 'get', [unknown]))
    expect(JSON.parse(String(result?.content))).toMatchObject({ data: null, errors: [{}] })
  })

  it('answer the queried number, the picture and the verified name', async () => {
    const business = { name: 'Bert Ltd', email: 'bert@example.com' }
    const b = await stage.phone({ business, picture: Buffer.from('a face').toString('base64') })
    expect(await alice.sock?.getBusinessProfile(`${b}${SERVER}`)).toMatchObject({ email: 'bert@example.com' })
    expect(await alice.sock?.getBusinessProfile(`${a}${SERVER}`)).toBeUndefined()
    const protocols = ['contact', 'picture', 'business', 'lid'].map((tag) => ({ tag, attrs: {} }))
    const asked = { tag: 'contact', attrs: {}, content: Buffer.from(`+${b}`) }
    const usync = {
      tag: 'usync',
      attrs: { sid: '1', mode: 'query', last: 'true', index: '0', context: 'interactive' },
      content: [
        { tag: 'query', attrs: {}, content: protocols },
        { tag: 'list', attrs: {}, content: [{ tag: 'user', attrs: {}, content: [asked] }] },
      ],
    }
    const [list] = contentOf(contentOf(await query('usync', 'get', [usync]))[0])
    const answers = contentOf(contentOf(list)[0])
    expect(answers.map(({ tag }) => tag)).toEqual(['contact', 'picture', 'business', 'lid'])
    expect(String(answers[0]?.content)).toBe(`+${b}`)
  })

  it('do not send a known picture again', async () => {
    const b = await stage.phone({ picture: Buffer.from('a face').toString('base64') })
    const ask = async (attrs: object) =>
      contentOf(
        await query('w:profile:picture', 'get', [{ tag: 'picture', attrs: { type: 'image', ...attrs } }], {
          target: `${b}${SERVER}`,
        }),
      )[0]?.attrs
    const first = await ask({})
    expect(first).toMatchObject({ url: expect.any(String), direct_path: expect.any(String) })
    expect(await ask({ id: first?.id })).toEqual({ status: '304' })
  })

  it('notify a companion when few one-time prekeys are left', async () => {
    const counts: (string | undefined)[] = []
    alice.sock?.ws.on('CB:notification', (node: BinaryNode) => {
      if (node.attrs.type === 'encrypt') counts.push(contentOf(node)[0]?.attrs.value)
    })
    await until('the notification', async () => {
      await stage.write(await stage.phone(), { to: a, type: 'text', text: 'a new session' })
      return counts.length
    })
    expect(Number(counts[0])).toBeLessThan(5)
  })
})

describe('the app state of an account', () => {
  it('tells each companion a new name of the account, from the phone and from a companion', async () => {
    const phone = await stage.phone({ name: 'First' })
    const [one, two] = [await stage.paired(phone), await stage.paired(phone)]
    await until('the name', () => one.name() === 'First' && two.name() === 'First')
    // Each message of the phone names the account. A message from before the change would take the new name back.
    await until('the history', () => one.hasRecentHistory && two.hasRecentHistory)
    await one.sock?.updateProfileName('Second')
    await until('the name at the phone', async () => (await phoneOf(phone)).name === 'Second')
    await until('the name at the other companion', () => two.name() === 'Second')
    await call(stage.sandbox, 'PUT', `/phones/${phone}`, { name: 'Third' })
    await until('the third name', () => one.name() === 'Third' && two.name() === 'Third')
  })

  it('refuses a patch of a stale version, and answers the missing patches', async () => {
    const collection = { name: 'critical_block', version: '1', return_snapshot: 'false' }
    const patch = { tag: 'patch', attrs: {}, content: Buffer.from([]) }
    const sync = {
      tag: 'sync',
      attrs: {},
      content: [{ tag: 'collection', attrs: collection, content: [patch] }],
    }
    const [answer] = contentOf(contentOf(await query('w:sync:app:state', 'set', [sync]))[0])
    expect(answer?.attrs).toMatchObject({ type: 'error', version: '3' })
    const [error, patches] = contentOf(answer)
    expect(error?.attrs).toEqual({ code: '409', text: 'conflict' })
    expect(contentOf(patches)).toHaveLength(2)
  })

  it('is a snapshot on the media server for a client without a version', async () => {
    const collection = { tag: 'collection', attrs: { name: 'critical_block', return_snapshot: 'true' } }
    const sync = { tag: 'sync', attrs: {}, content: [collection] }
    const [answer] = contentOf(contentOf(await query('w:sync:app:state', 'set', [sync]))[0])
    expect(contentOf(answer).map(({ tag }) => tag)).toEqual(['snapshot'])
  })
})
