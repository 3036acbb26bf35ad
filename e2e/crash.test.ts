import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBotServer } from './support/botServer.ts'
import { publishWaits, WAITS } from './support/crash.ts'
import { eventually } from './support/eventually.ts'
import { sendText, waitForStatus } from './support/gateway.ts'
import { NpmStart } from './support/npmStart.ts'
import { readQr } from './support/qr.ts'
import { isAbout, startReceiver } from './support/receiver.ts'

const SENDS = 50
const PHONES = 100
/** Each look costs CPU that the gateway sends with. */
const PAUSE_MS = 1_000

const gateway = new NpmStart({ VESPER_CAMPAIGN_TIME_SCALE: '0' })
let business = ''
let session = ''

beforeAll(async () => {
  await gateway.start('command')
  business = await gateway.phones.create('Business')
  session = (await gateway.api('POST', '/sessions', { name: 'crash' })).body.data.id
  await gateway.phones.scanShown(business, () => readQr(gateway.api, session))
  await waitForStatus(gateway.api, session, 'connected')
})
afterAll(() => gateway.dispose())

it('loses nothing and repeats nothing when a kill interrupts sends, deliveries and each kind of wait of a flow', async () => {
  const key = gateway.info.apiKey
  let calls = 0
  const { origin } = await startBotServer({
    // The first call gets no answer, because its caller dies.
    '/hook': () => (++calls === 1 ? new Promise(() => undefined) : { body: {} }),
  })
  const flow = await publishWaits(gateway, session, origin)
  const running = async () =>
    (await gateway.api('GET', `/chatbot/flows/${flow}/sessions?status=active`)).body.data
  const bots = await Promise.all(WAITS.map((wait) => gateway.phones.create(wait)))
  await Promise.all(bots.map((phone, index) => gateway.phones.write(phone, business, `bot ${WAITS[index]}`)))
  await eventually(async () => (await running()).length === WAITS.length && calls === 1)

  // The server of the customer hangs, so that the kill interrupts a delivery.
  let hangs = true
  const receiver = await startReceiver(() => (hangs ? new Promise(() => undefined) : undefined))
  const webhook = (
    await gateway.api('POST', '/webhooks', { url: receiver.url, events: ['message.received'] })
  ).body.data.id
  const deliveries = async () => (await gateway.api('GET', `/webhooks/${webhook}/logs`)).body.data
  const customer = await gateway.phones.create('Customer')
  const during = await gateway.phones.write(customer, business, 'killed during its delivery')
  const first = await receiver.waitFor(isAbout(during.id))

  // QStash refuses everything, so the next event stops between the event queue and QStash.
  await gateway.qstash('POST', '/faults', { status: 500, times: 1_000 })
  const other = await gateway.phones.create('Another')
  const between = await gateway.phones.write(other, business, 'killed before QStash had it')
  await eventually(async () => (await deliveries()).length === 2)

  const accepted: string[] = []
  const sends = Array.from({ length: SENDS }, async (_, index) => {
    accepted.push(await sendText(gateway.api, session, customer, `message ${index}`))
    if (accepted.length === SENDS) await gateway.kill()
  })
  await Promise.all(sends)
  hangs = false
  await gateway.start()
  expect(gateway.info.apiKey).toBe(key)

  expect(accepted).toHaveLength(SENDS)
  const heardBy = async (phone: string) =>
    (await gateway.phones.shown(phone, business)).filter(({ fromMe }) => !fromMe)
  const shown = await eventually(async () => {
    const messages = await heardBy(customer)
    return messages.length >= SENDS && messages
  })
  expect(shown.map(({ id }) => id).sort()).toEqual([...accepted].sort())
  await eventually(async () => {
    const { body } = await gateway.api('GET', `/messages/${session}?limit=100`)
    const sent = body.data.filter(({ id }: { id: string }) => accepted.includes(id))
    return sent.length === SENDS && sent.every(({ status }: { status: string }) => status === 'DELIVERED')
  })

  const second = await receiver.waitFor((received) => received !== first && isAbout(during.id)(received))
  expect(second.body.id).toBe(first.body.id)
  expect(second.headers['x-vesper-delivery']).toBe(first.headers['x-vesper-delivery'])
  await receiver.waitFor(isAbout(between.id))
  await eventually(async () =>
    (await deliveries()).every(({ state }: { state: string }) => state === 'succeeded'),
  )

  await gateway.phones.write(bots[WAITS.indexOf('reply')] ?? '', business, 'here I am')
  await eventually(async () => (await running()).length === 0)
  for (const phone of bots) {
    const heard = await eventually(async () => {
      const messages = await heardBy(phone)
      return messages.length > 0 && messages
    })
    expect(heard).toMatchObject([{ text: 'Done', copies: 1 }])
  }
  expect(calls).toBe(2)
})

it('writes to each of 100 phones exactly once, in words made for it and under two spellings, killed and then stopped on the way', async () => {
  // Each fifth phone is in the campaign under both spellings of its number.
  const isTwice = (index: number) => index % 5 === 0
  const phones = Array.from({ length: PHONES }, (_, index) =>
    String((isTwice(index) ? 5511980000000 : 905440000000) + index),
  )
  await Promise.all(phones.map((phone) => gateway.phones.call('POST', '/phones', { phone, name: phone })))
  const recipients = phones.flatMap((phone, index) => {
    const variables = { code: `code-${index}` }
    const other = phone.replace('55119', '5511')
    return [{ phone, variables }, ...(isTwice(index) ? [{ phone: other, variables }] : [])]
  })
  const total = recipients.length
  const text = 'Your code is {{code}}'
  const campaign = { session, name: 'Codes', text, recipients }
  const { id } = (await gateway.api('POST', '/broadcast/campaigns', campaign)).body.data

  const read = async () => (await gateway.api('GET', `/broadcast/campaigns/${id}`)).body.data
  const reach = (done: number) =>
    eventually(async () => (await read()).counts.pending < total - done, undefined, PAUSE_MS)
  await reach(PHONES / 3)
  await gateway.kill()
  await gateway.start()
  await reach((2 * PHONES) / 3)
  await gateway.stop()
  await gateway.start()
  await eventually(async () => (await read()).status === 'completed', undefined, PAUSE_MS)
  const counts = { total, pending: 0, failed: 0, skipped: total - PHONES }
  expect(await read()).toMatchObject({ counts, progress: 100 })
  // WhatsApp has all messages. The last may not have reached its phone yet.
  await eventually(async () => (await read()).counts.delivered === PHONES)
  for (const [index, phone] of phones.entries()) {
    const shown = await gateway.phones.shown(phone)
    expect(shown.map((message) => message.text)).toEqual([`Your code is code-${index}`])
  }
})
