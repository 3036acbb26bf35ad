import { beforeAll, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { useGateway } from './support/gateway.ts'
import { startReceiver } from './support/receiver.ts'

const gateway = useGateway({ VESPER_CAMPAIGN_TIME_SCALE: '0' })
let session = ''
beforeAll(async () => {
  session = (await gateway.pair()).id
}, 20_000)

const create = async (body: object) =>
  await gateway.api('POST', '/broadcast/campaigns', { session, name: 'Sale', ...body })

/** Waits until a campaign has a status; answers the campaign. */
async function waitForCampaign(id: string, status: string) {
  return await eventually(async () => {
    const { data } = (await gateway.api('GET', `/broadcast/campaigns/${id}`)).body
    return data.status === status && data
  })
}

it('writes to each recipient of a list once, in words made for them, and follows each message', async () => {
  const receiver = await startReceiver()
  await gateway.api('POST', '/webhooks', { url: receiver.url, events: ['campaign.completed'] })
  const [ayse, mehmet] = [await gateway.phones.create('Ayşe'), await gateway.phones.create('Mehmet')]
  const csv = `phone;Name;city\n+${ayse};Ayşe;İzmir\n${mehmet};;Ankara\n905550000001;Nobody;\nnonsense;x;y\n`
  const list = await gateway.api('POST', '/broadcast/lists?name=Customers', csv, {
    'content-type': 'text/csv',
  })
  expect(list.status).toBe(201)
  expect(list.body.data).toMatchObject({
    name: 'Customers',
    recipients: 3,
    import: { accepted: 3, duplicates: 0, rejected: [{ line: 5, phone: 'nonsense' }] },
  })

  const text = 'Hello {name}, greetings to {{city}}!'
  const { status, body } = await create({ listId: list.body.data.id, text })
  expect({ status, campaign: body.data }).toMatchObject({ status: 201, campaign: { status: 'running' } })
  const done = await waitForCampaign(body.data.id, 'completed')
  expect(done).toMatchObject({
    progress: 100,
    counts: { total: 3, skipped: 1 },
    failures: { not_on_whatsapp: 1 },
  })
  expect((await gateway.phones.shown(ayse)).map((shown) => shown.text)).toEqual([
    'Hello Ayşe, greetings to İzmir!',
  ])
  expect((await gateway.phones.shown(mehmet)).map((shown) => shown.text)).toEqual([
    'Hello, greetings to Ankara!',
  ])

  const recipients = async (query = '') =>
    (await gateway.api('GET', `/broadcast/campaigns/${done.id}/recipients${query}`)).body
  await eventually(async () => (await recipients('?status=delivered')).data.length === 2)
  const { data: skipped } = await recipients('?status=skipped')
  expect(skipped).toMatchObject([{ phone: '905550000001', error: 'not_on_whatsapp' }])
  const told = await receiver.waitFor(({ body }) => body.event === 'campaign.completed')
  expect(told.body).toMatchObject({
    session,
    data: { id: done.id, status: 'completed', counts: { total: 3 } },
  })
})

it('sends a file to each, with a caption of their own', async () => {
  const phone = await gateway.phones.create('Ayşe')
  const recipients = [{ phone, variables: { code: 'A1' } }]
  const base64 = Buffer.from('a price list').toString('base64')
  const { body } = await create({
    recipients,
    type: 'document',
    base64,
    filename: 'prices.txt',
    caption: 'Code {{code}}',
  })
  await waitForCampaign(body.data.id, 'completed')
  const [shown] = await eventually(async () => {
    const all = await gateway.phones.shown(phone)
    return all.length > 0 && all
  })
  expect(shown).toMatchObject({ type: 'document', caption: 'Code A1' })
})
