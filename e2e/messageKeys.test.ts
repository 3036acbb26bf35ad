import { describe, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { picture } from './support/files.ts'
import { sendText, useSharedGateway, waitForMessage, waitForStatus } from './support/gateway.ts'
import { readQr } from './support/qr.ts'

const gateway = useSharedGateway()

const base64 = Buffer.alloc(2_000, 1).toString('base64')
const thumbnail = Buffer.alloc(500, 2).toString('base64')

/** Messages of a phone, and the content that a quote of each one shows. */
const KINDS = [
  [
    { type: 'image', base64, mimetype: 'image/jpeg', caption: 'The store', thumbnail, width: 40, height: 30 },
    { type: 'image', mimetype: 'image/jpeg', caption: 'The store', thumbnail: true, width: 40, height: 30 },
  ],
  [
    { type: 'video', base64, mimetype: 'video/mp4', caption: 'Opening', thumbnail, seconds: 12 },
    { type: 'video', mimetype: 'video/mp4', caption: 'Opening', thumbnail: true, seconds: 12 },
  ],
  [
    {
      type: 'document',
      base64,
      mimetype: 'application/pdf',
      filename: 'plan.pdf',
      caption: 'Plan',
      thumbnail,
    },
    { type: 'document', mimetype: 'application/pdf', filename: 'plan.pdf', caption: 'Plan', thumbnail: true },
  ],
  [
    { type: 'audio', base64, mimetype: 'audio/ogg; codecs=opus', ptt: true, seconds: 4, waveform: thumbnail },
    { type: 'audio', mimetype: 'audio/ogg; codecs=opus', ptt: true, seconds: 4, waveform: true },
  ],
  [
    { type: 'sticker', base64, mimetype: 'image/webp', width: 512, height: 512 },
    { type: 'sticker', mimetype: 'image/webp', width: 512, height: 512 },
  ],
  [
    { type: 'location', latitude: 41, longitude: 29, name: 'Istanbul', address: 'Fatih' },
    { type: 'location', latitude: 41, longitude: 29, name: 'Istanbul', address: 'Fatih' },
  ],
  [
    { type: 'contact', name: 'Ayşe', phone: '905551234567' },
    { type: 'contact', contacts: [{ name: 'Ayşe', vcard: expect.stringContaining('905551234567') }] },
  ],
  [
    { type: 'poll', name: 'Which day?', options: ['Monday', 'Tuesday'] },
    { type: 'poll', poll: { name: 'Which day?', options: ['Monday', 'Tuesday'], selectable: 1 } },
  ],
] as const

async function write(phone: string, body: object): Promise<string> {
  const answer = await gateway.phones.call('POST', `/phones/${phone}/messages`, body)
  expect([answer.status, answer.body]).toMatchObject([201, {}])
  return answer.body.id
}

async function send(session: string, kind: string, body: object): Promise<string> {
  const answer = await gateway.api('POST', `/messages/send/${kind}`, { session, ...body })
  expect([answer.status, answer.body]).toMatchObject([200, { data: { status: 'PENDING' } }])
  return answer.body.data.key.id
}

/** Returns the session, its phone, and a customer. */
async function pair() {
  const { id: session, phone: business } = await gateway.paired()
  return { session, business, customer: await gateway.phones.create('Ahmet') }
}

/** Creates a group of the session with two members. */
async function group() {
  const { session, business, customer: ahmet } = await pair()
  const ayse = await gateway.phones.create('Ayşe')
  const made = await gateway.phones.call('POST', `/phones/${business}/groups`, {
    subject: 'Orders',
    participants: [ahmet, ayse],
  })
  return { session, business, ahmet, ayse, id: made.body.id as string }
}

/** Replies to a message, and returns the reply on a phone. */
async function reply(session: string, to: string, quoted: string, onPhone = to) {
  await waitForMessage(gateway.api, session, quoted, ['DELIVERED', 'READ', 'PLAYED'])
  const id = await send(session, 'text', { to, text: 'Yes', quoted })
  return (await gateway.phones.waitFor(onPhone, id)) as unknown as { quoted: { unmatched?: boolean } }
}

describe('a reply', () => {
  it('to each kind of message from a contact quotes the message with its thumbnail', async () => {
    const { session, business, customer } = await pair()
    for (const [body, content] of KINDS) {
      const id = await write(customer, { to: business, ...body })
      const { quoted } = await reply(session, customer, id)
      expect(quoted).toMatchObject({ id, content })
      expect(quoted.unmatched).toBeUndefined()
    }
  })

  it('to a file that we sent quotes the file with its thumbnail', async () => {
    const { session, customer } = await pair()
    const body = { to: customer, base64: (await picture('jpeg')).toString('base64'), caption: 'New' }
    const id = await send(session, 'image', body)
    const { quoted } = await reply(session, customer, id)
    expect(quoted).toMatchObject({
      id,
      content: { type: 'image', caption: 'New', thumbnail: true, width: 320 },
    })
    expect(quoted.unmatched).toBeUndefined()
  })

  it('quotes the current caption of a message whose file is gone', async () => {
    const { session, business, customer } = await pair()
    const [[body]] = KINDS
    const id = await write(customer, { to: business, ...body })
    await waitForMessage(gateway.api, session, id, ['DELIVERED'])
    await write(customer, { type: 'edit', messageId: id, text: 'The new store' })
    await eventually(async () => {
      const { data } = (await gateway.api('GET', `/messages/${session}/${id}`)).body
      return data.content.caption === 'The new store'
    })
    const { quoted } = await reply(session, customer, id)
    expect(quoted).toMatchObject({ content: { caption: 'The new store', thumbnail: true } })
  })

  it('in a group names the author by the LID, as the group does', async () => {
    const { session, business, ahmet, ayse, id: to } = await group()
    const theirs = await write(ahmet, { to, type: 'text', text: 'Ready?' })
    const ours = await write(business, { to, type: 'text', text: 'Soon' })
    for (const quoted of [theirs, ours]) {
      await gateway.phones.waitFor(ayse, quoted)
      const shown = await reply(session, to, quoted, ayse)
      expect(shown.quoted).toMatchObject({ id: quoted, content: { type: 'text' } })
      expect(shown.quoted.unmatched).toBeUndefined()
    }
  })

  it('to an imported message quotes the message with its thumbnail', async () => {
    const { phones, api } = gateway
    const business = await phones.create('Business')
    const customer = await phones.create('Ahmet')
    const [[body, content]] = KINDS
    const id = await write(customer, { to: business, ...body })
    await phones.waitFor(business, id)
    const { data } = (await api('POST', '/sessions', { name: `past ${business}`, syncHistory: true })).body
    await phones.scan(business, await readQr(api, data.id))
    await waitForStatus(api, data.id, 'connected')
    await waitForMessage(api, data.id, id, ['DELIVERED', 'READ'])
    expect((await reply(data.id, customer, id)).quoted).toMatchObject({ id, content })
  })
})

describe('a reaction', () => {
  /** Reacts to a message, and waits until a phone shows the reaction on the message. */
  async function react(session: string, to: string, messageId: string, onPhone: string) {
    await waitForMessage(gateway.api, session, messageId, ['DELIVERED', 'READ'])
    const id = await send(session, 'reaction', { to, messageId, emoji: '👍' })
    const shown = (await gateway.phones.waitFor(onPhone, id)) as { unmatched?: boolean }
    expect(shown.unmatched).toBeUndefined()
    await eventually(async () =>
      JSON.stringify(await gateway.phones.waitFor(onPhone, messageId)).includes('👍'),
    )
  }

  it('in a chat appears on the message of either side', async () => {
    const { session, business, customer } = await pair()
    const theirs = await write(customer, { to: business, type: 'text', text: 'Ready?' })
    await react(session, customer, theirs, customer)
    await react(session, customer, await sendText(gateway.api, session, customer, 'Yes'), customer)
  })

  it('in a group appears on the messages of others and on ours', async () => {
    const { session, ahmet, ayse, id: to } = await group()
    const theirs = await write(ahmet, { to, type: 'text', text: 'Ready?' })
    await gateway.phones.waitFor(ayse, theirs)
    await react(session, to, theirs, ayse)
    const ours = await sendText(gateway.api, session, to, 'Yes')
    await gateway.phones.waitFor(ayse, ours)
    await react(session, to, ours, ayse)
  })
})

it('a reaction to a message of another chat is refused', async () => {
  const { session, business, customer } = await pair()
  const other = await gateway.phones.create('Ayşe')
  const messageId = await write(customer, { to: business, type: 'text', text: 'Ready?' })
  await waitForMessage(gateway.api, session, messageId, ['DELIVERED'])
  const answer = await gateway.api('POST', '/messages/send/reaction', {
    session,
    to: other,
    messageId,
    emoji: '👍',
  })
  expect([answer.status, answer.body.error.code]).toEqual([404, 'NOT_FOUND'])
})

describe('an edit', () => {
  /** Edits a message, and waits until a phone shows the edit. */
  async function edit(session: string, id: string, body: object) {
    await waitForMessage(gateway.api, session, id, ['DELIVERED', 'READ'])
    const answer = await gateway.api('POST', `/messages/${session}/${id}/edit`, body)
    expect([answer.status, answer.body]).toMatchObject([200, { data: { edited: true } }])
    return answer.body.data
  }

  it.each([
    ['image', { text: 'New caption' }],
    ['document', { caption: 'New caption' }],
  ])('changes the caption of our own %s', async (kind, body) => {
    const { session, customer } = await pair()
    const file = { base64: (await picture('jpeg')).toString('base64'), caption: 'Old caption' }
    const id = await send(session, kind, { to: customer, ...file })
    expect(await edit(session, id, body)).toMatchObject({ type: kind, content: { caption: 'New caption' } })
    await eventually(async () => {
      const shown = (await gateway.phones.waitFor(customer, id)) as { caption?: string; edited?: boolean }
      return shown.edited && shown.caption === 'New caption'
    })
  })

  it('keeps the mentions, unless it has others', async () => {
    const { session, business, customer } = await pair()
    const text = `Hello @${business}`
    const id = await send(session, 'text', { to: customer, text, mentions: [business] })
    const mentions = [`${business}@s.whatsapp.net`]
    expect(await edit(session, id, { text: `${text}!` })).toMatchObject({
      content: { text: `${text}!`, mentions },
    })
    await eventually(async () => {
      const shown = await gateway.phones.waitFor(customer, id)
      return shown.text === `${text}!` && JSON.stringify(shown).includes(`"mentions":["${business}"]`)
    })
    expect((await edit(session, id, { text: 'Hello', mentions: [] })).content.mentions).toEqual([])
  })

  it('is refused for a message without a text', async () => {
    const { session, customer } = await pair()
    const id = await send(session, 'location', { to: customer, latitude: 1, longitude: 2 })
    await waitForMessage(gateway.api, session, id, ['DELIVERED'])
    const text = await sendText(gateway.api, session, customer, 'Hello')
    await waitForMessage(gateway.api, session, text, ['DELIVERED'])
    const status = async (message: string, body: object) =>
      (await gateway.api('POST', `/messages/${session}/${message}/edit`, body)).status
    expect(await status(id, { text: 'x' })).toBe(409)
    expect(await status(text, { caption: 'x' })).toBe(409)
    expect(await status(text, { caption: 'x', text: 'x' })).toBe(400)
    expect(await status(text, {})).toBe(400)
  })
})

describe('a change that a phone cannot decrypt', () => {
  /** Lets a phone fail to decrypt the next message. */
  const garble = (phone: string) => gateway.phones.fault({ undecryptable: true, phone, count: 1 })
  const edit = async (session: string, id: string, text: string) =>
    expect((await gateway.api('POST', `/messages/${session}/${id}/edit`, { text })).status).toBe(200)
  /** Returns the texts of the edits that a phone received of a message. */
  const editsOn = async (phone: string, id: string) =>
    ((await gateway.phones.shown(phone)) as { type: string; text?: string; targetId?: string }[])
      .filter((row) => row.type === 'edit' && row.targetId === id)
      .map(({ text }) => text)

  async function delivered(session: string, to: string, text: string): Promise<string> {
    const id = await sendText(gateway.api, session, to, text)
    await waitForMessage(gateway.api, session, id, ['DELIVERED'])
    return id
  }

  it('is sent again with the newest text of its message, also on a later connection', async () => {
    const { session, business, customer } = await pair()
    const id = await delivered(session, customer, 'one')
    await garble(customer)
    await edit(session, id, 'two')
    await eventually(async () => (await gateway.phones.waitFor(customer, id)).text === 'two')

    await gateway.phones.setOnline(customer, false)
    await edit(session, id, 'three')
    await edit(session, id, 'four')
    await gateway.phones.drop(business)
    await eventually(
      async () => (await gateway.api('GET', `/sessions/${session}`)).body.data.status !== 'connected',
    )
    await waitForStatus(gateway.api, session, 'connected')
    await garble(customer)
    await gateway.phones.setOnline(customer, true)
    await eventually(async () => (await editsOn(customer, id)).length === 3)
    expect((await editsOn(customer, id)).sort()).toEqual(['four', 'four', 'two'])
    expect(await gateway.phones.waitFor(customer, id)).toMatchObject({ text: 'four' })
  })

  it('is sent again in a group', async () => {
    const { session, ahmet, ayse, id: to } = await group()
    const id = await delivered(session, to, 'one')
    await garble(ayse)
    await edit(session, id, 'two')
    for (const phone of [ahmet, ayse])
      await eventually(async () => (await gateway.phones.waitFor(phone, id)).text === 'two')
  })

  it('is not sent again after the erasure of its message', async () => {
    const { session, business, customer } = await pair()
    const id = await delivered(session, customer, 'one')
    await gateway.phones.setOnline(customer, false)
    await edit(session, id, 'secret')
    expect((await gateway.api('DELETE', `/messages/${session}/${id}`)).status).toBe(200)
    await garble(customer)
    await gateway.phones.setOnline(customer, true)
    await delivered(session, customer, 'and on')
    expect((await gateway.phones.shown(customer, business)).map(({ text }) => text)).toEqual([
      'one',
      'and on',
    ])
  })

  it('is sent again if it deletes a message or sets the timer of the chat', async () => {
    const { session, business, customer } = await pair()
    const id = await delivered(session, customer, 'one')
    await garble(customer)
    expect((await gateway.api('POST', `/messages/${session}/${id}/revoke`)).status).toBe(200)
    await eventually(async () => (await gateway.phones.waitFor(customer, id)).revoked)
    await garble(customer)
    const timer = await gateway.api('PUT', `/chats/${session}/${customer}`, { ephemeralSeconds: 86_400 })
    expect(timer.status).toBe(200)
    await eventually(async () => {
      const { body } = await gateway.phones.call('GET', `/phones/${customer}/chats/${business}`)
      return body.ephemeral === 86_400
    })
  })
})
