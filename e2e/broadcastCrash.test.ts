import { afterAll, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { waitForStatus } from './support/gateway.ts'
import { NpmStart } from './support/npmStart.ts'
import { readQr } from './support/qr.ts'

const PHONES = 300

const gateway = new NpmStart({ VESPER_CAMPAIGN_TIME_SCALE: '0' })
afterAll(() => gateway.dispose())

it('writes to each of 300 phones exactly once, in words made for it, killed and started again twice on the way', async () => {
  await gateway.start()
  const business = await gateway.phones.create('Business')
  const session = (await gateway.api('POST', '/sessions', { name: 'broadcast' })).body.data.id
  await gateway.phones.scan(business, await readQr(gateway.api, session))
  await waitForStatus(gateway.api, session, 'connected')
  const t0 = Date.now()
  const phones = await Promise.all(
    Array.from({ length: PHONES }, (_, index) => gateway.phones.create(`Customer ${index}`)),
  )
  console.log('phones', Date.now() - t0)
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
    await eventually(async () => (await read()).counts.pending < PHONES - reached, 60_000)
    console.log('reached', reached, Date.now() - t0)
    await gateway.kill()
    await gateway.start()
    console.log('restarted', Date.now() - t0)
  }
  await eventually(async () => (await read()).status === 'completed', 60_000)
  console.log('completed', Date.now() - t0)
  expect(await read()).toMatchObject({
    counts: { total: PHONES, pending: 0, failed: 0, skipped: 0 },
    progress: 100,
  })
  await eventually(async () => {
    const shown = await Promise.all(phones.map((phone) => gateway.phones.shown(phone)))
    return shown.every((messages) => messages.length > 0)
  })
  for (const [index, phone] of phones.entries()) {
    const shown = await gateway.phones.shown(phone)
    expect(shown.map((message) => message.text)).toEqual([`Your code is code-${index}`])
  }
  console.log('checked', Date.now() - t0)
}, 180_000)
