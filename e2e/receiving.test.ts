import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { sendText, useGateway, waitForMessage, waitForStatus } from './support/gateway.ts'
import type { ShownMessage } from './support/phones.ts'

const gateway = useGateway({ VESPER_LEASE_SECONDS: '3' })

/** Waits until all these messages are stored, and returns the ids of all stored messages. */
async function waitForAll(session: string, written: ShownMessage[], withinMs?: number): Promise<string[]> {
  return await eventually(async () => {
    const stored: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body }: { body: { data: { id: string }[]; pagination: { nextCursor: string | null } } } =
        await gateway.api('GET', `/messages/${session}?limit=100${cursor && `&cursor=${cursor}`}`)
      stored.push(...body.data.map(({ id }) => id))
      cursor = body.pagination.nextCursor
    }
    return written.every(({ id }) => stored.includes(id)) && stored
  }, withinMs)
}

/** Waits until all leases have expired in the database. */
async function leaseEnded(): Promise<void> {
  await eventually(async () => {
    const { rows } = await gateway.services.db.execute('select 1 from partitions where expires_at > now()')
    return rows.length === 0
  })
}

describe('a message from a contact', () => {
  it('is stored once if it arrives while the session is offline', async () => {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.pair()
    const customer = await phones.create()
    await phones.fault({ refuseConnections: true })
    await phones.drop(phone)
    await waitForStatus(api, session, 'connecting')
    const written = [await phones.write(customer, phone, 'one'), await phones.write(customer, phone, 'two')]
    await phones.healFaults()
    const stored = await waitForAll(session, written)
    expect(stored).toHaveLength(2)
  })

  it('is stored once if its receipt got lost and it is redelivered', async () => {
    const { phones } = gateway
    const { id: session, phone } = await gateway.pair()
    const customer = await phones.create()
    await phones.fault({ dropReceipts: true, phone })
    const written = [
      await phones.write(customer, phone, 'first'),
      await phones.write(customer, phone, 'second'),
    ]
    await waitForAll(session, written)
    await phones.healFaults()
    await phones.drop(phone)
    const later = await phones.write(customer, phone, 'third')
    const stored = await waitForAll(session, [...written, later])
    expect(stored).toHaveLength(3)
    await eventually(async () =>
      (await phones.shown(customer, phone)).every(({ status }) => status === 'DELIVERED'),
    )
  })

  it('keeps its order if the connection was lost', async () => {
    const { api, phones, services } = gateway
    const { id: session, phone } = await gateway.pair()
    const customer = await phones.create()
    await phones.fault({ refuseConnections: true })
    await phones.drop(phone)
    await waitForStatus(api, session, 'connecting')
    const written: ShownMessage[] = []
    const write = async () => written.push(await phones.write(customer, phone, `message ${written.length}`))
    while (written.length < 40) await write()
    await phones.healFaults()
    // Messages arrive while the session reconnects, and after it.
    while ((await api('GET', `/sessions/${session}`)).body.data.status !== 'connected') await write()
    for (let index = 0; index < 20; index++) await write()
    await waitForAll(session, written)
    const { rows } = await services.db.execute<{ id: string }>(
      sql`select id from messages where session_id = ${session} order by seq`,
    )
    expect(rows.map(({ id }) => id)).toEqual(written.map(({ id }) => id))
  })

  it('is not lost if connectors are killed while it arrives', async () => {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.pair()
    const customer = await phones.create()
    const written: ShownMessage[] = []
    for (let round = 0; round < 2; round++) {
      for (let index = 0; index < 10; index++) {
        written.push(await phones.write(customer, phone, `round ${round}, message ${index}`))
        if (index === 5) process.kill(gateway.connectors[0]?.pid ?? 0, 'SIGKILL')
      }
      await waitForAll(session, written)
    }
    const stored = await waitForAll(session, written)
    expect(stored).toHaveLength(written.length)
    await waitForStatus(api, session, 'connected')
    await waitForMessage(api, session, await sendText(api, session, customer, 'no ratchet broke'), [
      'DELIVERED',
    ])
    expect((await phones.shown(customer, phone)).at(-1)?.text).toBe('no ratchet broke')
  })

  it('is neither lost nor stored twice if a connector is paused beyond its lease', async () => {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.pair()
    const customer = await phones.create()
    const pid = gateway.connectors[0]?.pid ?? 0
    const written = [await phones.write(customer, phone, 'before')]
    await waitForAll(session, written)
    process.kill(pid, 'SIGSTOP')
    for (const text of ['one', 'two', 'three']) written.push(await phones.write(customer, phone, text))
    await leaseEnded()
    process.kill(pid, 'SIGCONT')
    expect(await waitForAll(session, written)).toHaveLength(written.length)
    const id = await sendText(api, session, customer, 'awake')
    await waitForMessage(api, session, id, ['DELIVERED'])
    expect((await phones.waitFor(customer, id)).copies).toBe(1)
  })

  it('has the number of its sender, also if WhatsApp sends a LID', async () => {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.paired()
    const customer = await phones.create('Lid')
    await phones.call('PUT', `/phones/${customer}`, { addressing: 'lid' })
    const written = await phones.write(customer, phone, 'who am I?')
    const stored = await waitForMessage(api, session, written.id, ['DELIVERED'])
    expect(stored.remoteJid).toBe(`${customer}@s.whatsapp.net`)
  })

  it('is stored without characters that PostgreSQL cannot store, and delays no other message', async () => {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.paired()
    const customer = await phones.create()
    const written = await phones.write(customer, phone, 'a\0b')
    expect((await waitForMessage(api, session, written.id, ['DELIVERED'])).content.text).toBe('ab')
    const next = await phones.write(customer, phone, 'next')
    await waitForMessage(api, session, next.id, ['DELIVERED'])
  })

  it('does not overwrite our message with the same id', async () => {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.paired()
    const customer = await phones.create()
    const id = await sendText(api, session, customer, 'ours')
    await waitForMessage(api, session, id, ['DELIVERED'])
    const forged = { to: phone, type: 'text', text: 'theirs', id }
    expect((await phones.call('POST', `/phones/${customer}/messages`, forged)).status).toBe(201)
    const after = await phones.write(customer, phone, 'behind it')
    await waitForMessage(api, session, after.id, ['DELIVERED'])
    const { body } = await api('GET', `/messages/${session}/${id}`)
    expect(body.data).toMatchObject({ fromMe: true, content: { text: 'ours' } })
  })
})

it('marks messages as read that the user read on the phone', async () => {
  const { api, phones } = gateway
  const { id: session, phone } = await gateway.paired()
  const customer = await phones.create()
  const written = await phones.write(customer, phone, 'unread')
  await waitForMessage(api, session, written.id, ['DELIVERED'])
  await phones.read(phone, customer)
  await waitForMessage(api, session, written.id, ['READ'])
})

it('journals a stanza encrypted, marks it processed, and erases its text after it is stored', async () => {
  const { phones, services } = gateway
  const { id: session, phone } = await gateway.pair()
  const customer = await phones.create()
  const written = await phones.write(customer, phone, 'a very secret sentence')
  await waitForAll(session, [written])
  const { rows } = await services.db.execute<{ text: string; processed: boolean }>(
    `select encode(value, 'escape') as text, processed_at is not null as processed from inbox where session_id = '${session}'`,
  )
  expect(rows).toContainEqual({ text: '', processed: true })
  expect(rows.every(({ text, processed }) => processed && !text.includes('a very secret sentence'))).toBe(
    true,
  )
})
