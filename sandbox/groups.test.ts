import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WAMessageAddressingMode } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, call, until } from './client.fixture.ts'
import { groups, newGroup, pn } from './groups.fixture.ts'
import { startSandbox } from './index.ts'
import { Stage } from './stage.fixture.ts'

describe('messages in a group of four', () => {
  let stage: Stage
  let ann: string
  let bob: string
  let cleo: string
  let dan: string
  let client: Client
  let id: string

  const lid = async (phone: string) => (await call(stage.sandbox, 'GET', `/phones/${phone}`)).body.lid
  const received = (messageId: string) =>
    until('the message', () => client.messages.find(({ key }) => key.id === messageId))
  const keyIdOf = (messageId: string) => {
    const stanza = client.stanzas.findLast(({ attrs }) => attrs.id === messageId)
    const enc = Array.isArray(stanza?.content)
      ? stanza.content.find(({ attrs }) => attrs.type === 'skmsg')
      : undefined
    // After a version byte, the first field of the protobuf is the id of the key.
    return enc?.content instanceof Uint8Array
      ? Buffer.from(enc.content.subarray(2, 7)).toString('hex')
      : undefined
  }

  beforeAll(async () => {
    stage = await Stage.open()
    ;[ann, bob, cleo, dan] = [
      await stage.phone(),
      await stage.phone(),
      await stage.phone(),
      await stage.phone(),
    ]
    client = await stage.paired(bob)
    id = await newGroup(stage, ann, [bob, cleo, dan])
  })
  afterAll(() => stage.close())

  it('go from a phone to each member and its companions', async () => {
    const sent = await stage.write(ann, { to: id, type: 'text', text: 'hello all' })
    expect(sent).toMatchObject({ chat: id, from: ann, status: 'SENT' })
    for (const phone of [bob, cleo, dan])
      expect(await stage.row(phone, sent.id)).toMatchObject({ chat: id, from: ann, text: 'hello all' })
    const found = await until('the text', () => client.messages.find(({ key }) => key.id === sent.id))
    expect(found.message?.conversation).toBe('hello all')
    expect(found.key).toMatchObject({ remoteJid: id, participant: await lid(ann), participantAlt: pn(ann) })
    await stage.row(ann, sent.id, ({ status }) => status === 'DELIVERED')
    expect((await call(stage.sandbox, 'GET', `/phones/${cleo}/messages?chat=${id}`)).body).toMatchObject([
      { id: sent.id },
    ])
  })

  it('go from a companion to each phone, with receipts of each member', async () => {
    const sent = await client.send(id, 'from bob')
    for (const phone of [ann, bob, cleo, dan])
      expect(await stage.row(phone, sent)).toMatchObject({ chat: id, from: bob, text: 'from bob', copies: 1 })
    const { body } = await call(stage.sandbox, 'POST', `/phones/${cleo}/read`, { chat: id })
    expect(body).toMatchObject({ read: expect.arrayContaining([sent]) })
    const by = (jid: string, field: 'receiptTimestamp' | 'readTimestamp') =>
      client.receiptsOf(sent).some((receipt) => receipt.userJid === jid && receipt[field])
    const [annLid, cleoLid, danLid] = [await lid(ann), await lid(cleo), await lid(dan)]
    await until(
      'the receipts',
      () =>
        [annLid, cleoLid, danLid].every((jid) => by(jid, 'receiptTimestamp')) && by(cleoLid, 'readTimestamp'),
    )
    expect(by(annLid, 'readTimestamp')).toBe(false)
    await stage.row(
      bob,
      sent,
      ({ status, receipts }) => status === 'DELIVERED' && receipts?.[cleo] === 'READ',
    )
  })

  it('are marked as read by companions', async () => {
    const sent = await stage.write(dan, { to: id, type: 'text', text: 'read me' })
    const { key } = await until('the message', () =>
      client.messages.find((message) => message.key.id === sent.id),
    )
    await client.sock?.readMessages([key])
    await stage.row(dan, sent.id, ({ receipts }) => receipts?.[bob] === 'READ')
    await stage.row(bob, sent.id, ({ status }) => status === 'READ')
  })

  it('get no receipt and no file by a request that names the author by another JID', async () => {
    const [first, second] = [
      await stage.write(dan, { to: id, type: 'image', base64: 'AAAA' }),
      await stage.write(dan, { to: id, type: 'image', base64: 'BBBB' }),
    ]
    const [named, other] = [await received(first.id), await received(second.id)]
    const misnamed = { ...named, key: { ...named.key, participant: pn(dan) } }
    const answered: (string | null | undefined)[] = []
    client.sock?.ev.on('messages.media-update', (updates) =>
      answered.push(...updates.map(({ key }) => key.id)),
    )
    await client.sock?.refreshMediaConn()
    await client.sock?.readMessages([misnamed.key])
    void client.sock?.updateMediaMessage(misnamed).catch(() => undefined)
    await client.sock?.readMessages([other.key])
    await client.sock?.updateMediaMessage(other)
    // The server handles the stanzas of a client in their order.
    await stage.row(dan, second.id, ({ receipts }) => receipts?.[bob] === 'READ')
    expect((await stage.row(dan, first.id)).receipts?.[bob]).not.toBe('READ')
    expect(answered).toEqual([second.id])
  })

  it('can be edited, reacted to and revoked, and the members see each change', async () => {
    const sent = await stage.write(ann, { to: id, type: 'text', text: 'first' })
    await stage.row(cleo, sent.id)
    await stage.write(ann, { type: 'edit', messageId: sent.id, text: 'second' })
    await stage.write(cleo, { type: 'reaction', messageId: sent.id, emoji: '+' })
    await stage.row(dan, sent.id, ({ text, reactions }) => text === 'second' && reactions?.[cleo] === '+')
    await stage.write(ann, { type: 'revoke', messageId: sent.id })
    await stage.row(dan, sent.id, ({ revoked }) => revoked === true)
    const image = await stage.write(cleo, { to: id, type: 'image', base64: 'AAAA', mentions: [dan] })
    await stage.row(dan, image.id, ({ sha256, mentions }) => Boolean(sha256 && mentions?.[0] === dan))
    await stage.write(ann, { type: 'revoke', messageId: image.id })
    await stage.row(dan, image.id, ({ revoked }) => revoked === true)
    await until('the reaction', () =>
      client.messages.find(({ message }) => message?.reactionMessage?.key?.id === sent.id),
    )
  })

  it('are sent again to a phone that could not decrypt them', async () => {
    await stage.fault({ undecryptable: true, phone: dan, count: 1 })
    const sent = await client.send(id, 'again, please')
    expect(await stage.row(dan, sent)).toMatchObject({
      chat: id,
      from: bob,
      text: 'again, please',
      copies: 1,
    })
  })

  it('are sent again to each device that received a garbled copy', async () => {
    await stage.fault({ corrupt: true, phone: ann, count: 1 })
    const sent = await stage.write(ann, { to: id, type: 'text', text: 'garbled' })
    expect(await stage.row(cleo, sent.id)).toMatchObject({ text: 'garbled', copies: 1 })
    await until('the repetition', () => client.texts().includes('garbled'))
    const next = await stage.write(ann, { to: id, type: 'text', text: 'after it' })
    await stage.row(cleo, next.id)
    await until('the next', () => client.texts().includes('after it'))
  })

  it('are in the history of a new companion', async () => {
    const late = await stage.paired(cleo)
    await until('the history', () =>
      late.history.find(({ key, participant }) => key.remoteJid === id && participant),
    )
    expect(late.chatNames).toContain('A group')
    const sent = await stage.write(ann, { to: id, type: 'text', text: 'to the new device' })
    const found = await until('the message', () => late.messages.find(({ key }) => key.id === sent.id))
    expect(found.message?.conversation).toBe('to the new device')
    await late.send(id, 'from the new device')
    await until('the message', () => client.texts().includes('from the new device'))

    // The device loses the sender key of the other companion. Then the other companion sends the message
    // again to this device only.
    await client.send(id, 'with the key')
    await until('the message', () => late.texts().includes('with the key'))
    const [user] = (await lid(bob)).split('@')
    await late.sock?.authState.keys.set({ 'sender-key': { [`${id}::${user}_1::1`]: null } })
    const lost = await client.send(id, 'without the key')
    await until('the message', () => late.texts().includes('without the key'))
    expect(await stage.row(dan, lost)).toMatchObject({ copies: 1 })
  })

  it('wait for members that are offline', async () => {
    await call(stage.sandbox, 'PUT', `/phones/${dan}`, { online: false })
    await client.disconnect()
    const sent = await stage.write(cleo, { to: id, type: 'text', text: 'while away' })
    await call(stage.sandbox, 'PUT', `/phones/${dan}`, { online: true })
    await stage.row(dan, sent.id)
    await client.reconnect(stage.sandbox)
    await until('the message', () => client.texts().includes('while away'))
  })

  it('do not reach a removed member, and use a new sender key after the removal', async () => {
    const before = await stage.write(ann, { to: id, type: 'text', text: 'with dan' })
    await until('the message', () => keyIdOf(before.id))
    const { body } = await groups(stage, 'POST', ann, `/${id}/remove`, { participants: [dan] })
    expect(body.results).toEqual([{ phone: dan, status: 200 }])
    const after = await stage.write(ann, { to: id, type: 'text', text: 'without dan' })
    await stage.row(cleo, after.id)
    await until('the message', () => keyIdOf(after.id))
    expect(keyIdOf(after.id)).not.toBe(keyIdOf(before.id))
    const third = await client.send(id, 'bob without dan')
    await stage.row(cleo, third)
    const shown = (await stage.rows(dan)).map((row) => row.id)
    expect(shown).toContain(before.id)
    expect(shown).not.toContain(after.id)
    expect(shown).not.toContain(third)
    const refused = { to: id, type: 'text', text: 'let me in' }
    expect((await call(stage.sandbox, 'POST', `/phones/${dan}/messages`, refused)).status).toBe(404)

    await groups(stage, 'POST', ann, `/${id}/add`, { participants: [dan] })
    const again = await client.send(id, 'dan is back')
    await stage.row(dan, again)
    const last = await stage.write(ann, { to: id, type: 'text', text: 'welcome back' })
    await stage.row(dan, last.id)
  })

  it('are refused if only admins may write, and from people outside the group', async () => {
    await groups(stage, 'PUT', ann, `/${id}`, { announce: true })
    const rejected = await client.send(id, 'not allowed')
    const rejection = await until('the error', () => client.refusal(rejected))
    expect(rejection).toMatchObject({ status: 0, messageStubParameters: ['420'] })
    const draft = { to: id, type: 'text', text: 'nor this' }
    const { status, body } = await call(stage.sandbox, 'POST', `/phones/${cleo}/messages`, draft)
    expect([status, body]).toMatchObject([403, { error: { code: 'not_admin' } }])
    await stage.write(ann, { to: id, type: 'text', text: 'but this' })

    const [annLid, bobLid] = [await lid(ann), await lid(bob)]
    const participants = [annLid, bobLid].map((jid) => ({ id: jid }))
    const metadata = {
      id,
      subject: '',
      owner: undefined,
      addressingMode: WAMessageAddressingMode.LID,
      participants,
    }
    const stranger = await stage.paired(await stage.phone(), { cachedGroupMetadata: async () => metadata })
    const sent = await stranger.send(id, 'who are you')
    const error = await until('the error', () => stranger.refusal(sent))
    expect(error).toMatchObject({ status: 0, messageStubParameters: ['403'] })
  })
})

it('groups and their keys survive a restart', async () => {
  const stateFile = join(await mkdtemp(join(tmpdir(), 'sandbox-groups-')), 'state.jsonl')
  const before = await startSandbox({ port: 0, stateFile })
  for (const phone of ['15570000001', '15570000002', '15570000003'])
    await call(before, 'POST', '/phones', { phone })
  const body = { subject: 'Lasting', participants: ['15570000002', '15570000003'] }
  const made = await call(before, 'POST', '/phones/15570000001/groups', body)
  const { id } = made.body
  await call(before, 'POST', '/phones/15570000001/messages', { to: id, type: 'text', text: 'before' })
  await before.close()
  const after = await startSandbox({ port: 0, stateFile })
  const { body: kept } = await call(after, 'GET', '/phones/15570000003/groups')
  expect(kept).toMatchObject([{ id, subject: 'Lasting', participants: [{ admin: 'superadmin' }, {}, {}] }])
  const sent = await call(after, 'POST', '/phones/15570000001/messages', {
    to: id,
    type: 'text',
    text: 'after',
  })
  await until('the message', async () => {
    const rows = (await call(after, 'GET', `/phones/15570000003/messages?chat=${id}`)).body
    return (rows as unknown as { id: string }[]).some((row) => row.id === sent.body.id)
  })
  await after.close()
})
