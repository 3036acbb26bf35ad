import { randomInt } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { sessions } from '#shared/database/index.ts'
import { enqueueMessage, writePendingWithin } from '#shared/domain/messages/index.ts'
import { newMessageId } from '#shared/ids.ts'
import { phoneJid } from '#shared/jid.ts'
import { eventually } from './support/eventually.ts'
import { useSharedGateway, waitForMessage, waitForStatus } from './support/gateway.ts'
import { startReceiver } from './support/receiver.ts'

const gateway = useSharedGateway()
let session = ''
beforeAll(async () => {
  session = (await gateway.pair()).id
})

const create = async (body: object) =>
  await gateway.api('POST', '/broadcast/campaigns', { session, name: 'Sale', ...body })

/** Waits until a campaign has a status, and returns the campaign. */
async function waitForCampaign(id: string, status: string, withinMs?: number) {
  return await eventually(async () => {
    const { data } = (await gateway.api('GET', `/broadcast/campaigns/${id}`)).body
    return data.status === status && data
  }, withinMs)
}

it('writes a personal text to each recipient of a list once, and tracks each message', async () => {
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

it('writes to a person once, however the number is spelled', async () => {
  const ending = String(randomInt(1_000_000, 9_999_999))
  const [long, short] = [`551198${ending}`, `55118${ending}`]
  await gateway.phones.call('POST', '/phones', { phone: short, name: 'João' })
  const other = await gateway.phones.create('Ayşe')
  const { body: checked } = await gateway.api('GET', `/contacts/${session}/check?phones=${other}`)
  const lid: string = checked.data[0].lid
  const phones = [long, `+${short}`, other, `${other}@s.whatsapp.net`, lid]
  const { body } = await create({ recipients: phones.map((phone) => ({ phone })), text: 'Hello' })
  expect(body.data.counts.total).toBe(4)
  const done = await waitForCampaign(body.data.id, 'completed')
  expect(done).toMatchObject({
    counts: { total: 4, failed: 0, skipped: 2 },
    skipped: { duplicate: 2 },
    failures: { duplicate: 2 },
  })
  for (const phone of [short, other]) expect(await gateway.phones.shown(phone)).toHaveLength(1)
  const { data } = (await gateway.api('GET', `/broadcast/campaigns/${done.id}/recipients?status=skipped`))
    .body
  expect(data).toMatchObject([
    { phone: short, error: 'duplicate' },
    { phone: lid, error: 'duplicate' },
  ])
})

it('pauses while its session is down, and resumes when the session is connected', async () => {
  const recipients = [{ phone: await gateway.phones.create('Ayşe') }]
  const { id } = (await create({ recipients, text: 'Hello', draft: true })).body.data
  try {
    await gateway.phones.fault({ refuseConnections: true })
    await gateway.phones.drop()
    await waitForStatus(gateway.api, session, 'connecting')
    await gateway.api('POST', `/broadcast/campaigns/${id}/start`)
    expect(await waitForCampaign(id, 'paused')).toMatchObject({ reason: 'session_disconnected' })
  } finally {
    await gateway.phones.healFaults()
  }
  expect(await waitForCampaign(id, 'completed', 25_000)).toMatchObject({ counts: { total: 1, pending: 0 } })
})

it('lists its recipients by page and by status, and exports all of them as CSV', async () => {
  const recipients = Array.from({ length: 3 }, (_, index) => ({ phone: String(905550000010 + index) }))
  const { id } = (await create({ recipients, text: 'Hello', draft: true })).body.data
  const get = (query: string, headers = {}) =>
    gateway.api('GET', `/broadcast/campaigns/${id}/recipients${query}`, undefined, headers)
  const first = (await get('?limit=2')).body
  const second = (await get(`?limit=2&cursor=${first.pagination.nextCursor}`)).body
  const listed = [...first.data, ...second.data].map(({ phone }) => phone)
  expect(listed).toEqual(recipients.map(({ phone }) => phone))
  expect((await get('?status=read')).body.data).toEqual([])
  expect((await get('?status=nonsense')).status).toBe(400)
  const limited = await get('?limit=1', { accept: 'text/csv' })
  expect([limited.status, limited.body.error.details[0].path]).toEqual([400, 'limit'])
  const csv = await get('', { accept: 'text/csv' })
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(csv.body.trim().split('\n')).toHaveLength(4)
})

it.each([
  ['a text without words', { recipients: [], text: undefined }],
  ['a picture without a file', { type: 'image', text: undefined, caption: 'x' }],
  ['two files', { type: 'image', text: undefined, url: 'http://127.0.0.1/a.png', base64: 'aGk=' }],
  ['nobody to send it to', { recipients: undefined }],
  ['an empty list', { recipients: [] }],
  ['a bad number', { recipients: [{ phone: '905550000001' }, { phone: '12' }] }],
  ['a longest delay below the shortest', { pacing: { minDelaySeconds: 9, maxDelaySeconds: 8 } }],
  [
    'a time zone that there is not',
    { pacing: { quietHours: { from: '21:00', to: '09:00', timezone: 'Mars' } } },
  ],
])('refuses a campaign with %s', async (_, given) => {
  const { status, body } = await create({ recipients: [{ phone: '905550000001' }], text: 'Hello', ...given })
  expect([status, body.error.code]).toEqual([400, 'VALIDATION_ERROR'])
})

it('fails when its phone unlinks the session', async () => {
  const own = await gateway.pair()
  const recipients = [{ phone: '905550000001' }]
  const { id } = (await create({ session: own.id, recipients, text: 'Hello', draft: true })).body.data
  await gateway.phones.unlink(own.phone)
  await waitForStatus(gateway.api, own.id, 'disconnected')
  await gateway.api('POST', `/broadcast/campaigns/${id}/start`)
  expect(await waitForCampaign(id, 'failed')).toMatchObject({
    reason: 'session_logged_out',
    counts: { pending: 1 },
  })
  const another = await create({ session: own.id, recipients, text: 'Hello' })
  expect([another.status, another.body.error.code]).toEqual([409, 'SESSION_NOT_CONNECTED'])
})

it('sends a file with a personal caption to each recipient', async () => {
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

it('writes to a person again only after a start word, if the person answered with a stop word', async () => {
  const own = await gateway.paired()
  const receiver = await startReceiver()
  await gateway.api('POST', '/webhooks', { url: receiver.url, events: ['message.received'] })
  const customer = await gateway.phones.create('Zeynep')
  const campaign = async (text: string) => {
    const { id } = (await create({ session: own.id, recipients: [{ phone: customer }], text })).body.data
    return await waitForCampaign(id, 'completed')
  }
  const answer = async (text: string) => {
    await gateway.phones.write(customer, own.phone, text)
    return await receiver.waitForEvent('message.received', ({ data }) => data.content.text === text)
  }

  await campaign('First')
  const { data: stop } = await answer('Dur!')
  expect(stop).toMatchObject({ optOut: true })
  const found = (await gateway.api('GET', `/broadcast/suppressions?phone=%2B${customer}`)).body
  expect(found.data).toMatchObject([
    { phone: customer, source: 'reply', reason: null, session: own.id, messageId: stop.id },
  ])
  expect(await campaign('Second')).toMatchObject({
    counts: { total: 1, skipped: 1 },
    skipped: { opted_out: 1 },
  })
  // A message of the API is no campaign.
  await gateway.api('POST', '/messages/send/text', { session: own.id, to: customer, text: 'Third' })
  const { data: start } = await answer('Başla')
  expect(start).toMatchObject({ optIn: true })
  expect(await campaign('Fourth')).toMatchObject({ skipped: {} })
  await eventually(async () => (await gateway.phones.shown(customer)).some(({ text }) => text === 'Fourth'))
  const shown = (await gateway.phones.shown(customer)).filter(({ fromMe }) => !fromMe)
  expect(shown.map(({ text }) => text)).toEqual(['First', 'Third', 'Fourth'])
})

it('does not send an accepted message of a campaign to a person who opted out before its claim', async () => {
  const { id: sessionId } = await gateway.paired()
  const customer = await gateway.phones.create('Deniz')
  const { body } = await gateway.api('POST', '/broadcast/suppressions', { phone: customer })
  expect(body.data).toEqual({ added: 1, existing: 0 })
  const ctx = { ...gateway.services, appId: gateway.info.appId }
  const [session] = await ctx.db.select().from(sessions).where(eq(sessions.id, sessionId))
  if (!session) throw new Error('no session')
  const id = newMessageId()
  const content = { text: 'Sale' }
  const message = { id, sessionId, remoteJid: phoneJid(customer), type: 'text', content } as const
  await ctx.db.transaction((tx) =>
    writePendingWithin(tx, ctx, { ...message, source: 'broadcast', chargedMonth: '2026-11' }),
  )
  await enqueueMessage({ ctx, input: { session, messageId: id } })
  await waitForMessage(gateway.api, sessionId, id, ['FAILED'])
  const { data } = (await gateway.api('GET', `/messages/${sessionId}/${id}`)).body
  expect(data).toMatchObject({ status: 'FAILED', reason: 'opted_out' })
  expect(await gateway.phones.shown(customer)).toEqual([])
})

it('keeps its suppression list and its stop words by the API', async () => {
  const path = '/broadcast/suppressions'
  const phones = ['+90 555 000 00 21', '905550000022']
  expect((await gateway.api('POST', path, { phones, reason: 'By phone' })).body.data).toMatchObject({
    added: 2,
  })
  expect((await gateway.api('POST', path, { phones })).body.data).toEqual({ added: 0, existing: 2 })
  expect((await gateway.api('GET', `${path}?source=api&phone=905550000021`)).body).toMatchObject({
    data: [{ phone: '905550000021', source: 'api', reason: 'By phone', session: null, messageId: null }],
    pagination: { nextCursor: null },
  })
  const both = await gateway.api('POST', path, { phone: '905550000021', phones })
  expect([both.status, both.body.error.details[0].path]).toEqual([400, 'phone'])
  const removed = await gateway.api('DELETE', `${path}/%2B905550000021`)
  expect(removed.body.data).toEqual({ phone: '905550000021', deleted: true })
  expect((await gateway.api('DELETE', `${path}/905550000021`)).status).toBe(404)
  expect((await gateway.api('DELETE', `${path}/nobody`)).status).toBe(400)

  const settings = (await gateway.api('GET', '/broadcast/settings')).body.data
  expect(settings.stopWords).toEqual(
    expect.arrayContaining(['stop', 'dur', 'abmelden', 'baja', 'sair', 'arrêt']),
  )
  const changed = (await gateway.api('PATCH', '/broadcast/settings', { startWords: ['yeniden'] })).body.data
  expect(changed).toEqual({ ...settings, startWords: ['yeniden'] })
  expect((await gateway.api('PUT', '/broadcast/settings', { startWords: null })).body.data).toEqual(settings)
})
