import { describe, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { useSharedGateway, waitForMessage } from './support/gateway.ts'
import { startReceiver } from './support/receiver.ts'

const gateway = useSharedGateway()

let people = 0

/** Creates a phone that hides its number and has a username. */
async function hiddenPerson(fields: object = {}) {
  people += 1
  const username = `Person_${Date.now().toString(36)}.${people}`
  const phone = await gateway.phones.create(`Hidden ${people}`)
  await change(phone, { addressing: 'lid-only', username, ...fields })
  const { lid } = (await gateway.phones.call('GET', `/phones/${phone}`)).body
  return { phone, username, name: username.toLowerCase(), lid: lid as string }
}

async function change(phone: string, fields: object) {
  const { status, body } = await gateway.phones.call('PUT', `/phones/${phone}`, fields)
  expect([status, body.error]).toEqual([200, undefined])
}

async function send(session: string, to: string, fields: object = {}) {
  return await gateway.api('POST', '/messages/send/text', { session, to, text: 'Hello', ...fields })
}

/** Sends a text by username, and returns the id of the message. */
async function sent(session: string, to: string, fields: object = {}): Promise<string> {
  const { status, body } = await send(session, to, fields)
  expect([status, body.error]).toEqual([200, undefined])
  return body.data.key.id
}

async function read(path: string) {
  const { status, body } = await gateway.api('GET', path)
  expect([status, body.error]).toEqual([200, undefined])
  return body.data
}

async function listen(session: string) {
  const receiver = await startReceiver()
  await gateway.api('POST', '/webhooks', { url: receiver.url, events: ['*'], sessions: [session] })
  return receiver
}

describe('a person who hides the number', () => {
  it('gets a message by username, in any way to write it', async () => {
    const { id: session } = await gateway.paired()
    const person = await hiddenPerson()
    const { status, body } = await send(session, `＠${person.username.toUpperCase()} `)
    expect([status, body.data]).toMatchObject([200, { key: { remoteJid: person.lid }, status: 'PENDING' }])
    const message = await waitForMessage(gateway.api, session, body.data.key.id, ['DELIVERED'])
    expect(message).toMatchObject({
      remoteJid: person.lid,
      phone: null,
      lid: person.lid,
      username: person.username,
    })
    expect(await gateway.phones.waitFor(person.phone, message.id)).toMatchObject({ text: 'Hello' })
    expect(await read(`/chats/${session}/@${person.name}`)).toMatchObject({
      jid: person.lid,
      phone: null,
      lid: person.lid,
      username: person.username,
      kind: 'user',
    })
    expect(await read(`/messages/${session}?jid=@${person.name}`)).toMatchObject([{ id: message.id }])
  })

  it('is named by LID and username in events, messages and contacts', async () => {
    const { id: session, phone } = await gateway.paired()
    const person = await hiddenPerson()
    const receiver = await listen(session)
    const { id } = await gateway.phones.write(person.phone, phone, 'Who am I?')
    const { data } = await receiver.waitForEvent('message.received', (event) => event.data.id === id)
    const identity = { phone: null, username: person.username }
    expect(data).toMatchObject({ from: person.lid, fromLid: person.lid, ...identity })
    const answer = await sent(session, `@${person.name}`)
    const delivered = await receiver.waitForEvent('message.delivered', (event) => event.data.id === answer)
    expect(delivered.data).toMatchObject({ remoteJid: person.lid, remoteLid: person.lid, ...identity })
    expect(await read(`/messages/${session}/${id}`)).toMatchObject({ lid: person.lid, ...identity })
    const contacts = await read(`/contacts/${session}?limit=100`)
    expect(contacts).toContainEqual({
      jid: person.lid,
      lid: person.lid,
      name: `Hidden ${people}`,
      ...identity,
    })
    expect(JSON.stringify([...receiver.received, contacts])).not.toContain(person.phone)
  })
})

describe('a key of a username', () => {
  it('is required, must be right, and is not needed by a session that knows the person', async () => {
    const { id: session, phone } = await gateway.paired()
    const person = await hiddenPerson({ usernameKey: '0421' })
    const address = `@${person.name}`
    expect(await send(session, address)).toMatchObject({
      status: 409,
      body: { error: { code: 'USERNAME_KEY_REQUIRED', message: expect.stringContaining(address) } },
    })
    expect(await send(session, address, { usernameKey: '0000' })).toMatchObject({
      status: 409,
      body: { error: { code: 'USERNAME_KEY_REQUIRED', message: expect.stringContaining('another one') } },
    })
    expect(await send(session, address, { usernameKey: '42' })).toMatchObject({ status: 400 })
    const id = await sent(session, address, { usernameKey: '0421' })
    await gateway.phones.waitFor(person.phone, id)

    const other = await hiddenPerson({ usernameKey: '7777' })
    const { id: received } = await gateway.phones.write(other.phone, phone, 'Hi')
    await waitForMessage(gateway.api, session, received, ['DELIVERED'])
    await gateway.phones.waitFor(other.phone, await sent(session, `@${other.name}`))
  })

  it('is not guessed: after five wrong keys WhatsApp is not asked again', async () => {
    const { id: session } = await gateway.paired()
    const person = await hiddenPerson({ usernameKey: '9999' })
    for (const usernameKey of ['1111', '2222', '3333', '4444', '5555', '9999'])
      expect(await send(session, `@${person.name}`, { usernameKey })).toMatchObject({ status: 409 })
  })
})

describe('a check of usernames', () => {
  const check = (session: string, query: string) => gateway.api('GET', `/contacts/${session}/check?${query}`)

  it('tells found, unknown and protected usernames apart, beside numbers', async () => {
    const { id: session } = await gateway.paired()
    const [open, guarded] = [await hiddenPerson(), await hiddenPerson({ usernameKey: '1234' })]
    const known = await gateway.phones.create()
    const names = `@${open.username},nobody_has_this.name,${guarded.name}`
    const { body } = await check(session, `phones=${known}&usernames=${encodeURIComponent(names)}`)
    const nobody = { phone: null, jid: null, lid: null }
    expect(body.data).toEqual([
      expect.objectContaining({ phone: known, exists: true }),
      { phone: null, username: open.username, exists: true, jid: open.lid, lid: open.lid },
      { ...nobody, username: 'nobody_has_this.name', exists: false },
      { ...nobody, username: guarded.name, exists: true, keyRequired: true },
    ])
    const found = await check(session, `usernames=${guarded.name}&usernameKey=1234`)
    expect(found.body.data).toMatchObject([{ username: guarded.username, lid: guarded.lid }])
    expect((await check(session, `usernames=${guarded.name}&usernameKey=4321`)).body.data).toMatchObject([
      { keyRequired: true },
    ])
  })

  it('shows the number of a business, which is one person with its LID', async () => {
    const { id: session } = await gateway.paired()
    const shop = await hiddenPerson({ addressing: 'lid', business: { name: 'Flower shop' } })
    const { body } = await check(session, `usernames=${shop.name}`)
    const jid = `${shop.phone}@s.whatsapp.net`
    expect(body.data).toMatchObject([{ phone: shop.phone, jid, lid: shop.lid }])
    expect((await send(session, `@${shop.name}`)).body.data.key).toMatchObject({ remoteJid: jid })
  })

  it.each([
    ['a username has a space', 'usernames=ayse%20yilmaz'],
    ['a username ends like a domain', 'usernames=ayse.com'],
    ['the key has letters', 'usernames=ayse&usernameKey=12ab'],
  ])('is refused if %s', async (_, query) => {
    const { id: session } = await gateway.paired()
    expect(await check(session, query)).toMatchObject({
      status: 400,
      body: { error: { code: 'VALIDATION_ERROR' } },
    })
  })
})

describe('an address by username', () => {
  it('gets 404 on each send if nobody has the username, and 400 if the text is no username', async () => {
    const { id: session } = await gateway.paired()
    const to = '@nobody_has_this.name'
    const url = 'http://127.0.0.1:1/none.png'
    const sends: Record<string, object> = {
      text: { text: 'Hello' },
      image: { url },
      contact: { contacts: [{ name: 'Ada', phone: '905551234567' }] },
      poll: { name: 'When?', options: ['Now', 'Later'] },
      location: { latitude: 1, longitude: 1 },
    }
    for (const [kind, fields] of Object.entries(sends)) {
      const path = `/messages/send/${kind}`
      expect(await gateway.api('POST', path, { session, to, ...fields })).toMatchObject({
        status: 404,
        body: { error: { code: 'NOT_FOUND', message: expect.stringContaining(to) } },
      })
      expect(await gateway.api('POST', path, { session, to: '@a b', ...fields })).toMatchObject({
        status: 400,
      })
    }
    const state = { session, to, state: 'composing' }
    expect(await gateway.api('POST', '/presence', state)).toMatchObject({ status: 404 })
  })

  it('takes files, forwards, reactions and a presence', async () => {
    const { id: session, phone } = await gateway.paired()
    const person = await hiddenPerson()
    const to = `@${person.name}`
    const first = await gateway.phones.write(person.phone, phone, 'Look')
    await waitForMessage(gateway.api, session, first.id, ['DELIVERED'])
    const post = async (path: string, body: object) => {
      const answer = await gateway.api('POST', path, body)
      expect([answer.status, answer.body.error]).toEqual([200, undefined])
      return answer.body.data
    }
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    const image = await post('/messages/send/image', { session, to, base64: png })
    const forwarded = await post(`/messages/${session}/${first.id}/forward`, { to })
    for (const { key } of [image, forwarded]) {
      expect(key.remoteJid).toBe(person.lid)
      await gateway.phones.waitFor(person.phone, key.id)
    }
    await post('/messages/send/reaction', { session, to, messageId: first.id, emoji: '👍' })
    await eventually(async () => {
      const [shown] = (await gateway.phones.shown(person.phone)).filter(({ id }) => id === first.id)
      return Object.values(shown?.reactions ?? {}).includes('👍')
    })
    await post('/presence', { session, to, state: 'composing' })
  })
})

describe('a send by username from a session that is offline', () => {
  it('waits for the person, and ends with the reason if there is no reachable person', async () => {
    const { id: session, phone } = await gateway.pair()
    const receiver = await listen(session)
    const [known, stranger] = [await hiddenPerson({ usernameKey: '1111' }), await hiddenPerson()]
    const [guarded, wrong] = [
      await hiddenPerson({ usernameKey: '2222' }),
      await hiddenPerson({ usernameKey: '3333' }),
    ]
    const { id: first } = await gateway.phones.write(known.phone, phone, 'Hi')
    await waitForMessage(gateway.api, session, first, ['DELIVERED'])
    await gateway.phones.fault({ failLogin: 503, phone })
    await gateway.phones.drop(phone)
    await eventually(async () => (await read(`/sessions/${session}`)).status !== 'connected')

    const accept = async (to: string, remoteJid: string, fields: object = {}) => {
      const { status, body } = await send(session, to, fields)
      expect([status, body.data]).toMatchObject([200, { key: { remoteJid }, status: 'PENDING' }])
      return body.data.key.id as string
    }
    const toKnown = await accept(`@${known.username}`, known.lid)
    const nobody = '@nobody_has_this.name'
    const waiting = {
      stranger: await accept(`@${stranger.name}`, `@${stranger.name}`),
      again: await accept(`@${stranger.name.toUpperCase()}`, `@${stranger.name}`),
      guarded: await accept(`@${guarded.name}`, `@${guarded.name}`, { usernameKey: '2222' }),
      withoutKey: await accept(`@${wrong.name}`, `@${wrong.name}`),
      wrongKey: await accept(`@${wrong.name}`, `@${wrong.name}`, { usernameKey: '9999' }),
      nobody: await accept(nobody, nobody),
    }
    expect(await send(session, '@a b')).toMatchObject({ status: 400 })
    expect(await read(`/messages/${session}/${waiting.guarded}`)).toMatchObject({
      remoteJid: `@${guarded.name}`,
      status: 'PENDING',
      phone: null,
    })
    await gateway.phones.healFaults()

    const ends = async (id: string, status: string, fields: object) =>
      expect(await waitForMessage(gateway.api, session, id, [status])).toMatchObject(fields)
    await ends(toKnown, 'DELIVERED', { remoteJid: known.lid })
    await ends(waiting.stranger, 'DELIVERED', { remoteJid: stranger.lid, username: stranger.username })
    await ends(waiting.again, 'DELIVERED', { remoteJid: stranger.lid })
    await ends(waiting.guarded, 'DELIVERED', { remoteJid: guarded.lid })
    const keyRequired = { remoteJid: `@${wrong.name}`, reason: 'username_key_required' }
    await ends(waiting.withoutKey, 'FAILED', keyRequired)
    await ends(waiting.wrongKey, 'FAILED', keyRequired)
    await ends(waiting.nobody, 'FAILED', { remoteJid: nobody, reason: 'not_on_whatsapp' })
    const failed = await receiver.waitForEvent('message.failed', ({ data }) => data.id === waiting.nobody)
    expect(failed.data).toMatchObject({ remoteJid: nobody, reason: 'not_on_whatsapp' })
    expect(await gateway.phones.shown(wrong.phone)).toEqual([])
  })
})

describe('one person', () => {
  it('keeps the chat when the username changes, and the old username has another owner', async () => {
    const { id: session } = await gateway.paired()
    const [first, second] = [await hiddenPerson(), await hiddenPerson()]
    const message = await sent(session, `@${first.name}`)
    await gateway.phones.waitFor(first.phone, message)
    const renamed = `${first.name}.new`
    await change(first.phone, { username: renamed })
    await change(second.phone, { username: first.username })

    const toSecond = await send(session, `@${first.name}`)
    expect(toSecond.body.data.key.remoteJid).toBe(second.lid)
    expect((await send(session, `@${renamed}`)).body.data.key.remoteJid).toBe(first.lid)
    expect(await read(`/messages/${session}/${message}`)).toMatchObject({
      remoteJid: first.lid,
      lid: first.lid,
      username: renamed,
    })
    expect(await read(`/chats/${session}/${second.lid}`)).toMatchObject({ username: first.username })
    await change(first.phone, { username: null })
    expect(await send(session, `@${renamed}`)).toMatchObject({ status: 404 })
  })

  it('is the same person when the number becomes known: chat, contact, suppression and conversation', async () => {
    const { id: session, phone } = await gateway.pair()
    const person = await hiddenPerson()
    const flow = await publishFlow(session)
    const receiver = await listen(session)
    await gateway.phones.write(person.phone, phone, 'go')
    await eventually(async () =>
      (await gateway.phones.shown(person.phone)).some(({ text }) => text === 'Name?'),
    )
    const added = await gateway.api('POST', '/broadcast/suppressions', { phone: person.lid })
    expect(added.body.data).toEqual({ added: 1, existing: 0 })

    await change(person.phone, { addressing: 'lid' })
    const jid = `${person.phone}@s.whatsapp.net`
    const { id } = await gateway.phones.write(person.phone, phone, 'Ayse')
    const { data } = await receiver.waitForEvent('message.received', (event) => event.data.id === id)
    expect(data).toMatchObject({
      from: jid,
      fromLid: person.lid,
      phone: person.phone,
      username: person.username,
    })
    await eventually(async () =>
      (await gateway.phones.shown(person.phone)).some(({ text }) => text === 'Welcome'),
    )
    expect(await read(`/chatbot/flows/${flow}/sessions`)).toHaveLength(1)
    const byName = await read(`/messages/${session}?jid=@${person.name}`)
    const byNumber = await read(`/messages/${session}?jid=${person.phone}`)
    expect(byName).toEqual(byNumber)
    expect(new Set(byName.map((one: { remoteJid: string }) => one.remoteJid))).toEqual(new Set([jid]))
    const contacts = await read(`/contacts/${session}`)
    expect(contacts.filter((one: { lid: string }) => one.lid === person.lid)).toMatchObject([
      { jid, phone: person.phone, username: person.username },
    ])
    expect(await read(`/broadcast/suppressions?phone=${person.phone}`)).toMatchObject([
      { phone: person.phone },
    ])
  })

  it('has a username among the members and in the events of a group', async () => {
    const { id: session, phone } = await gateway.paired()
    const receiver = await listen(session)
    const [admin, person] = [await gateway.phones.create('Admin'), await hiddenPerson()]
    const made = await gateway.phones.call('POST', `/phones/${admin}/groups`, {
      subject: 'Usernames',
      participants: [phone],
    })
    const group = made.body.id as string
    await receiver.waitForEvent('group.join', (event) => event.data.groupId === group)
    await gateway.phones.call('POST', `/phones/${admin}/groups/${group}/add`, {
      participants: [person.phone],
    })
    const joined = await receiver.waitForEvent('group.join', (event) =>
      event.data.participants.includes(person.lid),
    )
    expect(joined.data).toMatchObject({ participantUsernames: [person.username] })
    const { id } = await gateway.phones.write(person.phone, group, 'Hello all')
    const { data } = await receiver.waitForEvent('message.received', (event) => event.data.id === id)
    expect(data).toMatchObject({
      from: group,
      participant: person.lid,
      phone: null,
      username: person.username,
    })
    const { participants } = await read(`/groups/${session}/${group}`)
    expect(participants).toContainEqual({
      ...{ jid: person.lid, phone: null, lid: person.lid, username: person.username },
      admin: null,
    })
    await gateway.phones.waitFor(person.phone, await sent(session, group))
    expect(JSON.stringify(receiver.received)).not.toContain(person.phone)
  })
})

describe('a campaign by username', () => {
  const campaign = async (fields: object) => {
    const answer = await gateway.api('POST', '/broadcast/campaigns', {
      ...{ name: 'Offer', type: 'text', text: 'Offer' },
      ...fields,
    })
    expect([answer.status, answer.body.error]).toEqual([201, undefined])
    return answer.body.data.id as string
  }
  const recipientsOf = async (id: string) => {
    await eventually(async () => (await read(`/broadcast/campaigns/${id}`)).status === 'completed')
    return await read(`/broadcast/campaigns/${id}/recipients`)
  }

  it('takes usernames and keys from CSV, and reports a bad username and a bad key by line', async () => {
    const { id: session } = await gateway.paired()
    const [open, guarded] = [await hiddenPerson(), await hiddenPerson({ usernameKey: '0042' })]
    const csv = [
      'phone;Username Key;name',
      `@${open.username};;Ada`,
      `＠${guarded.name};42;Bea`,
      '@no;;Cem',
      '@nobody_has_this.name;;Dee',
    ].join('\n')
    const made = await gateway.api('POST', '/broadcast/lists?name=Usernames', csv, {
      'content-type': 'text/csv',
    })
    expect(made.body.data.import).toMatchObject({
      accepted: 3,
      rejected: [{ line: 4, phone: '@no' }],
    })
    const list = made.body.data.id
    const first = await campaign({ session, listId: list, text: 'Hi {{name}} {{phone}}' })
    const nobody = { phone: '@nobody_has_this.name', status: 'skipped', error: 'not_on_whatsapp' }
    expect(await recipientsOf(first)).toMatchObject([
      { phone: open.lid, username: open.username, name: 'Ada', status: 'delivered' },
      { phone: guarded.lid, username: guarded.username, name: 'Bea', status: 'delivered' },
      nobody,
    ])
    const { body } = await gateway.api('GET', `/broadcast/campaigns/${first}/recipients`, undefined, {
      accept: 'text/csv',
    })
    expect(String(body)).toContain(open.username)
    const [shown] = await gateway.phones.shown(open.phone)
    expect(shown).toMatchObject({ text: 'Hi Ada' })

    // The list has the LIDs now, so that the next owner of a username gets nothing.
    const thief = await hiddenPerson()
    await change(open.phone, { username: null })
    await change(thief.phone, { username: open.username })
    const kept = await read(`/broadcast/lists/${list}/recipients`)
    expect(kept.map(({ phone }: { phone: string }) => phone)).toEqual([open.lid, guarded.lid, nobody.phone])
    expect((await recipientsOf(await campaign({ session, listId: list })))[0]).toMatchObject({
      phone: open.lid,
      status: 'delivered',
    })
    expect(await gateway.phones.shown(thief.phone)).toEqual([])
    const removed = await gateway.api('PUT', `/broadcast/lists/${list}`, { remove: [`@${guarded.name}`] })
    expect(removed.body.data).toMatchObject({ recipients: 2 })
  })

  it('fails without the key, writes once to one person, and obeys a stop word of the LID', async () => {
    const { id: session, phone } = await gateway.paired()
    const [guarded, twice] = [await hiddenPerson({ usernameKey: '1234' }), await hiddenPerson()]
    const recipients = [{ phone: `@${guarded.name}` }, { phone: `@${twice.name}` }, { phone: twice.lid }]
    const first = await recipientsOf(await campaign({ session, recipients }))
    expect(first[0]).toMatchObject({ status: 'skipped', error: 'username_key_required' })
    expect(
      first
        .slice(1)
        .map((one: { status: string }) => one.status)
        .sort(),
    ).toEqual(['delivered', 'skipped'])
    const receiver = await listen(session)
    const { id } = await gateway.phones.write(twice.phone, phone, 'stop')
    const { data } = await receiver.waitForEvent('message.received', (event) => event.data.id === id)
    expect(data).toMatchObject({ optOut: true, from: twice.lid })
    const renamed = `${twice.name}.x`
    await change(twice.phone, { username: renamed })
    const again = await recipientsOf(await campaign({ session, recipients: [{ phone: `@${renamed}` }] }))
    expect(again).toMatchObject([{ error: 'opted_out' }])
    expect(await gateway.phones.shown(twice.phone)).toHaveLength(2)
  })

  it('refuses a file with a bad key, and names the line', async () => {
    const made = await gateway.api(
      'POST',
      '/broadcast/lists?name=Keys',
      'phone,usernameKey\n@ayse,1\n@fatma,12x4',
      {
        'content-type': 'text/csv',
      },
    )
    expect(made).toMatchObject({
      status: 400,
      body: { error: { details: [{ message: expect.stringContaining('Line 3') }] } },
    })
  })
})

/** Publishes a flow that asks for a name after "go", and returns its id. */
async function publishFlow(session: string): Promise<string> {
  const trigger = { triggerType: 'keyword', triggerValue: { keywords: ['go'], matchType: 'exact' } }
  const { body } = await gateway.api('POST', '/chatbot/flows', {
    name: 'Bot',
    sessionId: session,
    ...trigger,
  })
  const flow = body.data.id
  const say = (message: string) => ({ type: 'send_text', config: { message } })
  for (const step of [say('Name?'), { type: 'wait_reply', config: {} }, say('Welcome')])
    expect(await gateway.api('POST', `/chatbot/flows/${flow}/steps`, step)).toMatchObject({ status: 201 })
  expect(await gateway.api('POST', `/chatbot/flows/${flow}/publish`, {})).toMatchObject({ status: 200 })
  return flow
}
