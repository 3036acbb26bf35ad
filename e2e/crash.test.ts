import { afterAll, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { sendText, waitForStatus } from './support/gateway.ts'
import { NpmStart } from './support/npmStart.ts'
import { readQr } from './support/qr.ts'

const gateway = new NpmStart()
afterAll(() => gateway.dispose())

it('loses none of 50 sends when everything is killed in the middle of them, and shows each once', async () => {
  await gateway.start('source')
  const { apiKey } = gateway.info
  const business = await gateway.phones.create('Business')
  const customer = await gateway.phones.create('Customer')
  const { id: session } = (await gateway.api('POST', '/sessions', { name: 'crash' })).body.data
  await gateway.phones.scan(business, await readQr(gateway.api, session))
  await waitForStatus(gateway.api, session, 'connected')

  const accepted: string[] = []
  const sends = Array.from({ length: 50 }, async (_, index) => {
    accepted.push(await sendText(gateway.api, session, customer, `message ${index}`))
    if (accepted.length === 50) await gateway.kill()
  })
  await Promise.all(sends)
  expect(accepted).toHaveLength(50)

  await gateway.start()
  expect(gateway.info.apiKey).toBe(apiKey)
  const shown = await eventually(async () => {
    const messages = await gateway.phones.shown(customer, business)
    return messages.length >= 50 && messages
  })
  expect(shown.map(({ id }) => id).sort()).toEqual([...accepted].sort())
  const stored = async () => (await gateway.api('GET', `/messages/${session}?limit=100`)).body.data
  await eventually(
    async () => (await stored()).every(({ status }: { status: string }) => status === 'DELIVERED'),
    20_000,
  )

  // In peace, too, everything is kept, and the next start finds it.
  await gateway.stop()
  await gateway.start()
  await waitForStatus(gateway.api, session, 'connected')
  expect(await stored()).toHaveLength(50)
})
