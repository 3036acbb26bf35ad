import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { waitForStatus } from './support/gateway.ts'
import { NpmStart } from './support/npmStart.ts'
import { readQr } from './support/qr.ts'
import { startReceiver } from './support/receiver.ts'

const gateway = new NpmStart()
let session = ''
let business = ''
let customer = ''

beforeAll(async () => {
  await gateway.start()
  business = await gateway.phones.create('Business')
  customer = await gateway.phones.create('Customer')
  session = (await gateway.api('POST', '/sessions', { name: 'crash' })).body.data.id
  await gateway.phones.scan(business, await readQr(gateway.api, session))
  await waitForStatus(gateway.api, session, 'connected')
})
afterAll(() => gateway.dispose())

/** A webhook of all that contacts write. */
async function subscribe(url: string): Promise<string> {
  return (await gateway.api('POST', '/webhooks', { url, events: ['message.received'] })).body.data.id
}

it('delivers after a kill what no event queue, no QStash and no customer had taken to its end', async () => {
  // The customer's server hangs on the first, so that the kill comes in the middle of its delivery.
  let hangs = true
  const receiver = await startReceiver(() => (hangs ? new Promise(() => undefined) : undefined))
  const webhook = await subscribe(receiver.url)
  const during = await gateway.phones.write(customer, business, 'killed during its delivery')
  const first = await receiver.waitFor(({ body }) => body.data.id === during.id)

  // QStash takes nothing: what follows stops between the event queue and it.
  await gateway.qstash('POST', '/faults', { status: 500, times: 1_000 })
  const other = await gateway.phones.create('Another')
  const between = await gateway.phones.write(other, business, 'killed before QStash had it')
  const log = async () => (await gateway.api('GET', `/webhooks/${webhook}/logs`)).body.data
  await eventually(async () => (await log()).length === 2)

  await gateway.kill()
  hangs = false
  await gateway.start()
  const second = await receiver.waitFor(
    (received) => received !== first && received.body.data.id === during.id,
    40_000,
  )
  expect(second.body.id).toBe(first.body.id)
  expect(second.headers['x-vesper-delivery']).toBe(first.headers['x-vesper-delivery'])
  await receiver.waitFor(({ body }) => body.data.id === between.id)
  await eventually(async () => (await log()).every(({ state }: { state: string }) => state === 'succeeded'))
})
