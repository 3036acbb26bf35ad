import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { sendText, useSharedGateway, waitForMessage } from './support/gateway.ts'

const gateway = useSharedGateway()

/** Returns a session, the number of its phone, and a customer. */
async function conversation() {
  const { id: session, phone: business } = await gateway.paired()
  const customer = await gateway.phones.create('Ayşe')
  return { session, business, customer }
}
type Talk = Awaited<ReturnType<typeof conversation>>

/** Sends a body as a phone, and returns the id of its message. */
async function write(phone: string, body: object): Promise<string> {
  const answer = await gateway.phones.call('POST', `/phones/${phone}/messages`, body)
  expect([answer.status, answer.body]).toMatchObject([201, {}])
  return answer.body.id
}

const view = async (session: string, id: string) =>
  (await gateway.api('GET', `/messages/${session}/${id}`)).body.data

/** Waits until the view of a message has these fields. */
async function waitForView(session: string, id: string, fields: object) {
  await eventually(async () => {
    expect(await view(session, id)).toMatchObject(fields)
    return true
  })
}

/** Sends a message and waits until the gateway has stored it, so that all earlier stanzas are handled. */
async function handled({ session, business, customer }: Talk): Promise<void> {
  const { id } = await gateway.phones.write(customer, business, 'done')
  await waitForMessage(gateway.api, session, id, ['DELIVERED'])
}

async function listed({ session, customer }: Talk): Promise<{ id: string; type: string }[]> {
  return (await gateway.api('GET', `/messages/${session}?jid=${customer}&limit=100`)).body.data
}

async function events(type: string, id: string) {
  const all = (await eventsOf(type)).filter(({ data }) => data.id === id)
  return all.map(({ data }) => data)
}

async function eventsOf(type: string): Promise<{ data: Record<string, unknown> }[]> {
  const { rows } = await gateway.services.db.execute<{ data: Record<string, unknown> }>(
    `select data from events where type = '${type}' order by seq`,
  )
  return rows
}

describe('an edit that is encrypted with the secret of its message', () => {
  it.each([
    ['lid', 'lid'],
    ['pn', 'pn'],
    ['lid', 'pn'],
    ['pn', 'lid'],
  ])('changes the message if its key names the author by %s and the editor by %s', async (author, editor) => {
    const talk = await conversation()
    const { session, business, customer } = talk
    const { id } = await gateway.phones.write(customer, business, 'fist')
    await write(customer, { type: 'edit', messageId: id, text: 'first', sealAs: { author, editor } })
    await waitForView(session, id, { content: { text: 'first' }, edited: true })
    expect(await events('message.updated', id)).toEqual([
      {
        id,
        remoteJid: `${customer}@s.whatsapp.net`,
        remoteLid: expect.stringMatching(/@lid$/),
        phone: customer,
        message: { conversation: 'first' },
      },
    ])
    expect(await listed(talk)).toHaveLength(1)
  })

  it('changes the caption of a file, and a message that the account wrote on its phone', async () => {
    const { session, business, customer } = await conversation()
    const base64 = Buffer.from('a file').toString('base64')
    const file = await write(customer, {
      type: 'document',
      to: business,
      base64,
      filename: 'a.txt',
      caption: 'teh',
    })
    await write(customer, { type: 'edit', messageId: file, text: 'the' })
    const own = await write(business, { type: 'text', to: customer, text: 'teh' })
    await write(business, { type: 'edit', messageId: own, text: 'the' })
    await waitForView(session, file, { content: { caption: 'the', filename: 'a.txt' }, edited: true })
    await waitForView(session, own, { content: { text: 'the' }, edited: true, fromMe: true })
  })

  it('changes a message of ours that the phone edits', async () => {
    const { session, business, customer } = await conversation()
    const id = await sendText(gateway.api, session, customer, 'teh')
    await gateway.phones.waitFor(business, id)
    await write(business, { type: 'edit', messageId: id, text: 'the' })
    await waitForView(session, id, { content: { text: 'the' }, edited: true })
    expect(await gateway.phones.waitFor(customer, id)).toMatchObject({ text: 'the', edited: true })
  })

  it('never overwrites a newer edit, and is reported once', async () => {
    const talk = await conversation()
    const { session, business, customer } = talk
    const { id } = await gateway.phones.write(customer, business, 'one')
    const at = Date.now()
    await write(customer, { type: 'edit', messageId: id, text: 'three', at: at + 2_000 })
    await write(customer, { type: 'edit', messageId: id, text: 'two', at: at + 1_000 })
    await write(customer, { type: 'edit', messageId: id, text: 'old', at: at + 500, plain: true })
    await write(customer, { type: 'edit', messageId: id, text: 'three', at: at + 2_000 })
    await handled(talk)
    expect(await view(session, id)).toMatchObject({ content: { text: 'three' } })
    expect(await events('message.updated', id)).toHaveLength(1)
    await write(customer, { type: 'edit', messageId: id, text: 'four', at: at + 3_000, plain: true })
    await waitForView(session, id, { content: { text: 'four' } })
  })

  it('by somebody else than the author changes nothing and is no message', async () => {
    const talk = await conversation()
    const { session, business, customer } = talk
    const { id } = await gateway.phones.write(customer, business, 'mine')
    const ours = await sendText(gateway.api, session, customer, 'ours')
    await gateway.phones.waitFor(customer, ours)
    await write(customer, { type: 'edit', messageId: ours, text: 'forged', forged: true })
    await write(business, { type: 'edit', messageId: id, text: 'forged', forged: true })
    await handled(talk)
    expect(await view(session, ours)).toMatchObject({ content: { text: 'ours' } })
    expect(await view(session, id)).toMatchObject({ content: { text: 'mine' } })
    expect(await listed(talk)).toHaveLength(3)
  })

  it('waits for its message, and never becomes a message', async () => {
    const talk = await conversation()
    const { session, business, customer } = talk
    await gateway.phones.fault({ unavailable: 'none', phone: business, count: 1 })
    const { id } = await gateway.phones.write(customer, business, 'late')
    await write(customer, { type: 'edit', messageId: id, text: 'edited before it was here' })
    await handled(talk)
    const kept = `select 1 from late_changes where session_id = '${session}' and target_id = '${id}'`
    // After some seconds, Baileys asks the phone for the message.
    await waitForView(session, id, {
      type: 'text',
      content: { text: 'edited before it was here' },
      edited: true,
    })
    await eventually(async () => (await gateway.services.db.execute(kept)).rows.length === 0)
    expect(await listed(talk)).toHaveLength(2)
  })

  it('changes a poll and an event, and adds an option of another person to a poll', async () => {
    const { session, business, customer } = await conversation()
    const poll = await write(customer, { type: 'poll', to: business, name: 'Wich?', options: ['a', 'b'] })
    await write(customer, { type: 'editPoll', messageId: poll, name: 'Which?', options: ['a', 'b', 'c'] })
    await waitForView(session, poll, {
      content: { poll: { name: 'Which?', options: ['a', 'b', 'c'] } },
      edited: true,
    })
    await write(business, { type: 'addOption', messageId: poll, option: 'd' })
    await waitForView(session, poll, { content: { poll: { options: ['a', 'b', 'c', 'd'] } } })
    const party = await write(customer, {
      type: 'event',
      to: business,
      name: 'Party',
      startsAt: 1_800_000_000,
    })
    await waitForView(session, party, { type: 'event', content: { text: 'Party' } })
    await write(customer, { type: 'editEvent', messageId: party, name: 'Big party' })
    await waitForView(session, party, {
      content: { text: expect.stringContaining('Big party') },
      edited: true,
    })
  })
})

describe('a poll', () => {
  const poll = { name: 'Which day?', options: ['Monday', 'Tuesday', 'Friday'] }

  it('reports and counts the newest vote of a person, and none after an empty vote', async () => {
    const talk = await conversation()
    const { session, customer } = talk
    const sent = await gateway.api('POST', '/messages/send/poll', {
      session,
      to: customer,
      ...poll,
      selectable: 2,
    })
    const { id } = sent.body.data.key
    await gateway.phones.waitFor(customer, id)
    const at = Date.now()
    const vote = (options: string[], ms: number) =>
      write(customer, { type: 'vote', messageId: id, options, at: at + ms })
    await vote(['Monday', 'Friday'], 1_000)
    const voter = `${customer}@s.whatsapp.net`
    await waitForView(session, id, {
      tally: [
        { option: 'Monday', votes: 1 },
        { option: 'Tuesday', votes: 0 },
        { option: 'Friday', votes: 1 },
      ],
      votes: [{ voter, options: ['Monday', 'Friday'], timestamp: Math.floor((at + 1_000) / 1_000) }],
    })
    await vote(['Tuesday'], 3_000)
    await vote(['Monday'], 2_000)
    await vote(['Tuesday'], 3_000)
    await handled(talk)
    expect((await view(session, id)).votes).toMatchObject([{ voter, options: ['Tuesday'] }])
    await vote([], 4_000)
    await waitForView(session, id, { votes: [] })
    expect(await events('poll.vote', id)).toMatchObject([
      {
        session,
        remoteJid: voter,
        voter,
        voterLid: expect.stringMatching(/@lid$/),
        options: ['Monday', 'Friday'],
      },
      { voter, options: ['Tuesday'] },
      { voter, options: [] },
    ])
    expect(await listed(talk)).toHaveLength(2)
  })

  it.each([
    ['lid', 'lid'],
    ['pn', 'pn'],
    ['lid', 'pn'],
    ['pn', 'lid'],
  ])('counts votes whose key names %s and %s, also those of the account itself', async (author, editor) => {
    const { session, business, customer } = await conversation()
    const id = await write(customer, { type: 'poll', to: business, ...poll })
    const sealAs = { author, editor }
    await write(business, { type: 'vote', messageId: id, options: ['Friday'], sealAs })
    await write(customer, { type: 'vote', messageId: id, options: ['Monday'], sealAs })
    await waitForView(session, id, {
      tally: [{ votes: 1 }, { votes: 0 }, { votes: 1 }],
      votes: expect.arrayContaining([
        expect.objectContaining({ voter: `${business}@s.whatsapp.net`, fromMe: true, options: ['Friday'] }),
        expect.objectContaining({ voter: `${customer}@s.whatsapp.net`, options: ['Monday'] }),
      ]),
    })
  })

  it('counts the vote of each member of a group, in polls of ours and of members', async () => {
    const { session, business, customer } = await conversation()
    const other = await gateway.phones.create('Mehmet')
    const made = await gateway.phones.call('POST', `/phones/${business}/groups`, {
      subject: 'Family',
      participants: [customer, other],
    })
    const group = made.body.id
    const theirs = await write(customer, { type: 'poll', to: group, ...poll })
    await gateway.phones.waitFor(other, theirs)
    await write(other, { type: 'vote', messageId: theirs, options: ['Tuesday'] })
    await write(customer, { type: 'vote', messageId: theirs, options: ['Tuesday'] })
    await waitForView(session, theirs, { tally: [{ votes: 0 }, { votes: 2 }, { votes: 0 }] })
    const sent = await gateway.api('POST', '/messages/send/poll', { session, to: group, ...poll })
    const ours = sent.body.data.key.id
    await gateway.phones.waitFor(other, ours)
    await gateway.phones.waitFor(customer, ours)
    await write(other, { type: 'vote', messageId: ours, options: ['Monday'] })
    await write(customer, {
      type: 'vote',
      messageId: ours,
      options: ['Friday'],
      sealAs: { author: 'pn', editor: 'pn' },
    })
    await waitForView(session, ours, { tally: [{ votes: 1 }, { votes: 0 }, { votes: 1 }] })
    expect(await events('poll.vote', ours)).toMatchObject([{ remoteJid: group }, { remoteJid: group }])
  })
})

describe('a message about an earlier message', () => {
  it('is a comment with its text, or a reaction, if it is encrypted', async () => {
    const { session, business, customer } = await conversation()
    const { id } = await gateway.phones.write(customer, business, 'news')
    const comment = await write(customer, { type: 'comment', messageId: id, text: 'Well done' })
    const reaction = await write(customer, { type: 'reaction', messageId: id, emoji: '👍', encrypted: true })
    await waitForView(session, comment, { type: 'comment', content: { text: 'Well done', messageId: id } })
    await waitForView(session, reaction, { type: 'reaction', content: { emoji: '👍', messageId: id } })
    expect(await events('message.received', comment)).toMatchObject([{ type: 'comment' }])
    expect(await events('message.received', reaction)).toMatchObject([{ type: 'reaction' }])
  })

  it('is the response to an event, and the newest response counts', async () => {
    const talk = await conversation()
    const { session, business, customer } = talk
    const id = await write(business, { type: 'event', to: customer, name: 'Party' })
    await gateway.phones.waitFor(customer, id)
    await write(customer, { type: 'respond', messageId: id, response: 'maybe', at: 2_000 })
    await write(customer, { type: 'respond', messageId: id, response: 'going', guests: 2, at: 3_000 })
    await write(customer, { type: 'respond', messageId: id, response: 'not_going', at: 1_000 })
    await handled(talk)
    expect((await view(session, id)).responses).toMatchObject([
      { voter: `${customer}@s.whatsapp.net`, response: 'going', guests: 2, timestamp: 3 },
    ])
    expect(await listed(talk)).toHaveLength(2)
  })
})

describe('the secret of a message', () => {
  it('is sealed in its row, for received and sent messages, and no answer shows it', async () => {
    const { session, business, customer } = await conversation()
    const { id: theirs } = await gateway.phones.write(customer, business, 'hello')
    await waitForMessage(gateway.api, session, theirs, ['DELIVERED'])
    const ours = await sendText(gateway.api, session, customer, 'hello')
    await waitForMessage(gateway.api, session, ours, ['DELIVERED'])
    const own = await write(business, { type: 'text', to: customer, text: 'from the phone' })
    await waitForMessage(gateway.api, session, own, ['SENT', 'DELIVERED'])
    for (const id of [theirs, ours, own]) {
      const { rows } = await gateway.services.db.execute<{ length: number }>(
        `select octet_length(secret) as length from messages where id = '${id}' and session_id = '${session}'`,
      )
      expect(rows).toEqual([{ length: 61 }])
      expect(JSON.stringify(await view(session, id))).not.toMatch(/secret/i)
    }
  })

  it('comes with the history, so that an edit after the link changes an old message', async () => {
    const phone = await gateway.phones.create()
    const customer = await gateway.phones.create()
    const id = await write(customer, { type: 'poll', to: phone, name: 'Which?', options: ['a', 'b'] })
    const { id: text } = await gateway.phones.write(customer, phone, 'teh')
    await gateway.phones.waitFor(phone, text)
    const created = await gateway.api('POST', '/sessions', {
      name: randomBytes(6).toString('hex'),
      syncHistory: true,
    })
    const session = created.body.data.id
    const qr = await eventually(
      async () => (await gateway.api('GET', `/sessions/${session}/qr`)).body.data.qr,
    )
    await gateway.phones.scan(phone, qr)
    await waitForMessage(gateway.api, session, text, ['DELIVERED', 'READ'])
    await write(customer, { type: 'edit', messageId: text, text: 'the' })
    await write(customer, { type: 'vote', messageId: id, options: ['b'] })
    await waitForView(session, text, { content: { text: 'the' }, edited: true })
    await waitForView(session, id, { tally: [{ votes: 0 }, { votes: 1 }] })
  })
})
