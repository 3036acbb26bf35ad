import { afterAll, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { waitForStatus } from './support/gateway.ts'
import { NpmStart } from './support/npmStart.ts'
import { readQr } from './support/qr.ts'

const PHONES = 300
/** Each poll takes CPU time from the gateway. */
const PAUSE_MS = 1_000

const gateway = new NpmStart({ VESPER_CAMPAIGN_TIME_SCALE: '0' })
afterAll(() => gateway.dispose())

it('writes a personal text to each of 300 phones exactly once, although the gateway is killed and restarted twice', async () => {
  await gateway.start()
  const business = await gateway.phones.create('Business')
  const session = (await gateway.api('POST', '/sessions', { name: 'broadcast' })).body.data.id
  await gateway.phones.scan(business, await readQr(gateway.api, session))
  await waitForStatus(gateway.api, session, 'connected')
  const phones = Array.from({ length: PHONES }, (_, index) => String(905440000000 + index))
  await Promise.all(phones.map((phone) => gateway.phones.call('POST', '/phones', { phone, name: phone })))
  const recipients = phones.map((phone, index) => ({ phone, variables: { code: `code-${index}` } }))
  const text = 'Your code is {{code}}'
  const created = await gateway.api('POST', '/broadcast/campaigns', {
    session,
    name: 'Codes',
    text,
    recipients,
  })
  const { id } = created.body.data

  const read = async () => (await gateway.api('GET', `/broadcast/campaigns/${id}`)).body.data
  for (const reached of [PHONES / 3, (2 * PHONES) / 3]) {
    await eventually(async () => (await read()).counts.pending < PHONES - reached, 120_000, PAUSE_MS)
    await gateway.kill()
    await gateway.start()
  }
  await eventually(async () => (await read()).status === 'completed', 120_000, PAUSE_MS)
  expect(await read()).toMatchObject({
    counts: { total: PHONES, pending: 0, failed: 0, skipped: 0 },
    progress: 100,
  })
  // WhatsApp has all messages. The last ones may not have reached their phones yet.
  await eventually(async () => (await read()).counts.delivered === PHONES, 10_000)
  for (const [index, phone] of phones.entries()) {
    const shown = await gateway.phones.shown(phone)
    expect(shown.map((message) => message.text)).toEqual([`Your code is code-${index}`])
  }
})
