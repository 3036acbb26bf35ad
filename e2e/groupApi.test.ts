import { and, eq } from 'drizzle-orm'
import sharp from 'sharp'
import { beforeAll, expect, it } from 'vitest'
import { createApi } from '#functions/api/app.ts'
import { connectorRequests, groups } from '#shared/database/index.ts'
import { ServiceUnavailable } from '#shared/errors/index.ts'
import { eventually } from './support/eventually.ts'
import { useSharedGateway } from './support/gateway.ts'
import { startReceiver } from './support/receiver.ts'

const gateway = useSharedGateway()
const jid = (phone: string) => `${phone}@s.whatsapp.net`
let session = ''
let business = ''

beforeAll(async () => {
  const paired = await gateway.pair()
  session = paired.id
  business = paired.phone
})

/** Creates a group of the session with these phones, and returns its id. */
async function create(participants: string[], subject = 'Orders'): Promise<string> {
  const { status, body } = await gateway.api('POST', '/groups/create', { session, subject, participants })
  expect(status, JSON.stringify(body)).toBe(201)
  return body.data.id
}

const onPhone = async (phone: string, id: string) =>
  (await gateway.phones.call('GET', `/phones/${phone}/groups/${id}`)).body
/** Creates a group on another phone with the session in it, and returns its id. */
async function invited(admin: string, subject = 'Theirs'): Promise<string> {
  const body = { subject, participants: [business] }
  const { id } = (await gateway.phones.call('POST', `/phones/${admin}/groups`, body)).body
  await eventually(async () => (await get(id))?.subject === subject)
  return id
}

const get = async (id: string) => (await gateway.api('GET', `/groups/${session}/${id}`)).body.data

it('creates a group, and reports each participant that WhatsApp did not add', async () => {
  const { api, phones } = gateway
  const [ahmet, shy, hidden] = [await phones.create(), await phones.create(), await phones.create()]
  await phones.call('PUT', `/phones/${shy}`, { groupAdd: false })
  await phones.call('PUT', `/phones/${hidden}`, { addressing: 'lid-only' })
  const body = { session, subject: 'Orders', participants: [`+${ahmet}`, shy, '905550000000', hidden] }
  const { status, body: made } = await api('POST', '/groups/create', body)
  expect(status, JSON.stringify(made)).toBe(201)
  expect(made.data).toMatchObject({ subject: 'Orders', size: 3, owner: jid(business), announce: false })
  expect(made.data.results).toMatchObject([
    { participant: jid(ahmet), status: 'added' },
    { participant: jid(shy), status: 'invite_needed', code: '403', inviteCode: expect.any(String) },
    { participant: jid('905550000000'), status: 'not_on_whatsapp', code: '404' },
    { participant: jid(hidden), status: 'added' },
  ])
  expect(made.data.participants).toMatchObject([
    { jid: jid(business), phone: business, admin: 'superadmin' },
    { jid: jid(ahmet), phone: ahmet, admin: null },
    // The number is hidden from others, but the caller has given it.
    {
      jid: jid(hidden),
      phone: hidden,
      lid: expect.stringMatching(/@lid$/),
      username: null,
      admin: null,
    },
  ])
  expect((await onPhone(ahmet, made.data.id)).subject).toBe('Orders')
  expect((await api('GET', `/groups/${session}`)).body.data).toContainEqual(
    expect.objectContaining({ id: made.data.id, subject: 'Orders', size: 3 }),
  )
})

it('adds, promotes, demotes and removes participants, each with its own result', async () => {
  const { api, phones } = gateway
  const [ahmet, ayse] = [await phones.create(), await phones.create()]
  const id = await create([ahmet])
  const change = async (action: string, participants: string[]) => {
    const { body } = await api('POST', `/groups/${id}/participants/${action}`, { session, participants })
    return body.data.map(({ status }: { status: string }) => status)
  }
  expect(await change('add', [ayse, ahmet])).toEqual(['added', 'already_member'])
  expect(await change('promote', [ayse])).toEqual(['promoted'])
  expect(await get(id)).toMatchObject({ size: 3, participants: [{}, {}, { phone: ayse, admin: 'admin' }] })
  expect(await change('demote', [ayse])).toEqual(['demoted'])
  expect(await change('remove', [ayse, '905550000000'])).toEqual(['removed', 'not_found'])
  expect(await get(id)).toMatchObject({ size: 2, participants: [{}, { phone: ahmet, admin: null }] })
  expect((await onPhone(ayse, id)).error.code).toBe('unknown_group')
})

it('lists changes that are made on a phone', async () => {
  const { phones } = gateway
  const ahmet = await phones.create()
  const id = await invited(ahmet)
  await phones.call('PUT', `/phones/${ahmet}/groups/${id}`, {
    subject: 'Ours',
    description: 'For us',
    locked: true,
  })
  await eventually(async () => (await get(id)).locked)
  expect(await get(id)).toMatchObject({ subject: 'Ours', description: 'For us' })
  const ayse = await phones.create()
  await phones.call('POST', `/phones/${ahmet}/groups/${id}/add`, { participants: [ayse] })
  await eventually(async () => (await get(id)).size === 3)
  await phones.call('POST', `/phones/${ahmet}/groups/${id}/remove`, { participants: [business] })
  await eventually(async () => (await gateway.api('GET', `/groups/${session}/${id}`)).status === 404)
})

it('changes subject, description and settings for all members', async () => {
  const { api, phones } = gateway
  const ahmet = await phones.create()
  const id = await create([ahmet])
  const put = async (path: string, body: object) =>
    (await api('PATCH', `/groups/${id}${path}`, { session, ...body })).body.data
  expect(await put('', { subject: 'Sales', description: 'What we sell' })).toMatchObject({
    subject: 'Sales',
    description: 'What we sell',
  })
  expect(await put('', { description: '' })).toMatchObject({ subject: 'Sales', description: null })
  const settings = { announce: true, locked: true, ephemeralSeconds: 86_400, joinApproval: true }
  expect(await put('/settings', settings)).toMatchObject(settings)
  const { ephemeralSeconds: ephemeral, ...seen } = settings
  expect(await onPhone(ahmet, id)).toMatchObject({ subject: 'Sales', ...seen, ephemeral })
  expect(await put('/settings', { announce: false, ephemeralSeconds: 0 })).toMatchObject({
    announce: false,
    ephemeralSeconds: 0,
    locked: true,
  })
})

it('sets a square picture, deletes it, and refuses a file that is no picture', async () => {
  const { api } = gateway
  const id = await create([await gateway.phones.create()])
  const urlOf = async () => (await api('GET', `/contacts/${session}/${id}/picture`)).body.data.url
  expect(await urlOf()).toBeNull()
  const wide = await sharp({ create: { width: 900, height: 300, channels: 3, background: 'green' } })
    .png()
    .toBuffer()
  const put = (base64: string) => api('PUT', `/groups/${id}/picture`, { session, base64 })
  expect((await put(wide.toString('base64'))).body.data).toEqual({ groupId: id, updated: true })
  expect(await eventually(urlOf)).toMatch(/^https:/)
  expect((await put(Buffer.from('no picture').toString('base64'))).body.error.code).toBe(
    'UNPROCESSABLE_MEDIA',
  )
  expect((await api('DELETE', `/groups/${id}/picture?session=${session}`)).status).toBe(200)
  await eventually(async () => (await urlOf()) === null)
})

it('creates and revokes an invite link, and lists and accepts join requests', async () => {
  const { api, phones } = gateway
  const [ahmet, ayse, ali] = [await phones.create(), await phones.create(), await phones.create()]
  const id = await create([ahmet])
  const link = async () => (await api('GET', `/groups/${session}/${id}/invite`)).body.data
  const join = (phone: string, inviteCode: string) =>
    phones.call('POST', `/phones/${phone}/groups/join`, { inviteCode })
  const old = await link()
  expect(old.link).toBe(`https://chat.whatsapp.com/${old.code}`)
  const fresh = (await api('POST', `/groups/${id}/invite/revoke`, { session })).body.data
  expect(fresh).toEqual(await link())
  expect((await join(ayse, old.code)).status).toBe(409)

  await api('PUT', `/groups/${id}/settings`, { session, joinApproval: true })
  expect((await join(ayse, fresh.code)).body).toEqual({ requested: id })
  await join(ali, fresh.code)
  const waiting = await api('GET', `/groups/${session}/${id}/requests`)
  expect(waiting.body.data.map(({ phone }: { phone: string }) => phone)).toEqual([ayse, ali])
  const decide = async (decision: string, participants: string[]) =>
    (await api('POST', `/groups/${id}/requests/${decision}`, { session, participants })).body.data
  expect(await decide('approve', [ayse])).toEqual([{ participant: jid(ayse), status: 'approved' }])
  expect(await decide('reject', [ali, ahmet])).toMatchObject([
    { status: 'rejected' },
    { status: 'not_found' },
  ])
  expect((await get(id)).participants).toMatchObject([{}, { phone: ahmet }, { phone: ayse }])
})

it('joins by a link and leaves, and reports a pending join request', async () => {
  const { api, phones } = gateway
  const ahmet = await phones.create()
  const groupOf = (body: object) => phones.call('POST', `/phones/${ahmet}/groups`, body)
  const { id, inviteCode } = (await groupOf({ subject: 'Open' })).body
  const join = async (invite: string) => await api('POST', '/groups/join', { session, invite })
  expect((await join(`https://chat.whatsapp.com/${inviteCode}`)).body.data).toEqual({
    groupId: id,
    status: 'joined',
  })
  expect(await get(id)).toMatchObject({ subject: 'Open', size: 2 })
  const left = await api('POST', `/groups/${id}/leave`, { session })
  expect(left.body.data).toEqual({ groupId: id, left: true })
  expect(await get(id)).toBeUndefined()
  expect((await onPhone(ahmet, id)).participants).toHaveLength(1)
  expect((await join('nowhere-at-all')).body.error).toMatchObject({
    code: 'WHATSAPP_REJECTED',
    details: [{ path: 'whatsapp', message: '406' }],
  })
})

it('reports a refusal of WhatsApp to a member without admin rights, and answers 404 to a group without the session', async () => {
  const { api, phones } = gateway
  const ahmet = await phones.create()
  const id = await invited(ahmet, 'Not ours')
  await phones.call('PUT', `/phones/${ahmet}/groups/${id}`, { locked: true })
  const refused = { code: 'WHATSAPP_REJECTED', details: [{ path: 'whatsapp', message: '403' }] }
  const named = { session, participants: [ahmet] }
  const calls: [string, string, object | undefined][] = [
    ['PUT', `/groups/${id}`, { session, subject: 'Ours' }],
    ['PUT', `/groups/${id}/settings`, { session, announce: true }],
    ['DELETE', `/groups/${id}/picture?session=${session}`, undefined],
    ['POST', `/groups/${id}/participants/add`, named],
    ['POST', `/groups/${id}/participants/remove`, named],
    ['POST', `/groups/${id}/participants/demote`, named],
    ['POST', `/groups/${id}/invite/revoke`, { session }],
    ['POST', `/groups/${id}/requests/approve`, named],
    ['GET', `/groups/${session}/${id}/invite`, undefined],
    ['GET', `/groups/${session}/${id}/requests`, undefined],
  ]
  for (const [method, path, body] of calls) {
    const answer = await api(method, path, body)
    expect([path, answer.status, answer.body.error]).toMatchObject([path, 422, refused])
    const elsewhere = await api(method, path.replace(id, '120363000000000000@g.us'), body)
    expect([path, elsewhere.status]).toEqual([path, 404])
  }
  expect(await get(id)).toMatchObject({ subject: 'Not ours', size: 2 })
})

it('answers 409 for an unpaired session, and 400 for invalid participants', async () => {
  const { api, phones } = gateway
  const unlinked = (await api('POST', '/sessions', { name: 'unlinked' })).body.data.id
  const ahmet = await phones.create()
  const make = (body: object) =>
    api('POST', '/groups/create', { subject: 'A', participants: [ahmet], ...body })
  expect((await make({ session: unlinked })).body.error.code).toBe('SESSION_NOT_CONNECTED')
  for (const bad of [
    { participants: [] },
    { participants: ['12@g.us'] },
    { subject: ' ' },
    { subject: 'x'.repeat(101) },
  ])
    expect([bad, (await make({ session, ...bad })).status]).toEqual([bad, 400])
  expect((await api('PUT', '/groups/12036300000@g.us', { session })).status).toBe(400)
})

it('sends webhooks for changes by the API and on phones, once each', async () => {
  const { api, phones } = gateway
  const receiver = await startReceiver()
  const events = ['group.join', 'group.leave', 'group.update']
  const hook = (await api('POST', '/webhooks', { url: receiver.url, events })).body.data.id
  const [ahmet, ayse] = [await phones.create(), await phones.create()]
  const id = await create([ahmet])
  await api('POST', `/groups/${id}/participants/add`, { session, participants: [ayse] })
  await api('PUT', `/groups/${id}`, { session, subject: 'Told' })
  await api('PUT', `/groups/${id}/settings`, { session, joinApproval: true })
  await phones.call('PUT', `/phones/${ahmet}/groups/${id}`, { description: 'By Ahmet' })
  await api('PUT', `/groups/${id}`, { session, description: '' })
  await phones.call('POST', `/phones/${ayse}/groups/${id}/leave`)
  await receiver.waitFor(({ body }) => body.event === 'group.leave')
  const lid = expect.stringMatching(/@lid$/)
  const about = { session, groupId: id, actorLid: lid }
  const ayseAlone = { participants: [jid(ayse)], participantLids: [lid] }
  expect(receiver.received.map(({ body }) => [body.event, body.data])).toEqual([
    [
      'group.join',
      {
        ...about,
        action: 'add',
        participants: [jid(business), jid(ahmet)],
        participantLids: [lid, lid],
        actor: jid(business),
      },
    ],
    ['group.join', { ...about, action: 'add', ...ayseAlone, actor: jid(business) }],
    ['group.update', { ...about, action: 'subject', changes: { subject: 'Told' }, actor: jid(business) }],
    [
      'group.update',
      { ...about, action: 'joinApproval', changes: { joinApproval: true }, actor: jid(business) },
    ],
    [
      'group.update',
      { ...about, action: 'description', changes: { description: 'By Ahmet' }, actor: jid(ahmet) },
    ],
    [
      'group.update',
      { ...about, action: 'description', changes: { description: null }, actor: jid(business) },
    ],
    ['group.leave', { ...about, action: 'leave', ...ayseAlone, actor: jid(ayse) }],
  ])
  await api('DELETE', `/webhooks/${hook}`)
})

it('creates one group if the first response is lost, and answers the repetition with that group', async () => {
  const { phones, services, info } = gateway
  let skewMs = 0
  const now = () => new Date(Date.now() + skewMs)
  const api = createApi({ ...services, now })
  const ahmet = await phones.create()
  const create = async () => {
    const headers = { 'x-api-key': info.apiKey, 'idempotency-key': 'one group' }
    const body = JSON.stringify({ session, subject: 'Once', participants: [ahmet] })
    const answer = await api.request('/api/v1/groups/create', { method: 'POST', headers, body })
    // biome-ignore lint/suspicious/noExplicitAny: see client.ts
    return { status: answer.status, body: (await answer.json()) as any }
  }
  await phones.fault({ iqDelayMs: 700, phone: business })
  const first = create()
  const isRunning = and(eq(connectorRequests.kind, 'group.create'), eq(connectorRequests.state, 'running'))
  await eventually(
    async () => (await services.db.select().from(connectorRequests).where(isRunning)).length === 1,
  )
  skewMs = 25_000
  expect(await first).toMatchObject({ status: 504, body: { error: { code: 'TIMEOUT' } } })
  const second = await create()
  await phones.healFaults()
  expect([second.status, second.body.data.subject]).toEqual([201, 'Once'])
  const shown = (await phones.call('GET', `/phones/${ahmet}/groups`)).body
  expect(shown.map((group: { id: string }) => group.id)).toEqual([second.body.data.id])
})

it('does not execute a request later that the queue refused', async () => {
  const { services, info } = gateway
  const send = async () => {
    throw new ServiceUnavailable({ dependency: 'queue' })
  }
  const api = createApi({ ...services, commands: { ...services.commands, send } })
  const answer = await api.request('/api/v1/groups/create', {
    method: 'POST',
    headers: { 'x-api-key': info.apiKey },
    body: JSON.stringify({ session, subject: 'Refused', participants: ['905551234567'] }),
  })
  expect(answer.status).toBe(503)
  const rows = await services.db
    .select()
    .from(connectorRequests)
    .where(eq(connectorRequests.kind, 'group.create'))
  expect(rows.filter(({ state }) => state === 'cancelled')).toHaveLength(1)
})

it('lists pages while WhatsApp is silent, and a refresh asks WhatsApp and corrects the list', async () => {
  const { api, phones, services } = gateway
  const { id: quiet, phone } = await gateway.pair()
  const made = []
  for (const subject of ['A', 'B', 'C'])
    made.push((await phones.call('POST', `/phones/${phone}/groups`, { subject })).body.id)
  const list = async (query = '') => (await api('GET', `/groups/${quiet}${query}`)).body
  await eventually(async () => (await list()).data.length === 3)
  const { db } = services
  const isA = and(eq(groups.sessionId, quiet), eq(groups.subject, 'A'))
  await db.update(groups).set({ id: '120363000000000000@g.us', subject: 'Left long ago' }).where(isA)
  expect(
    (await list('?refresh=true')).data.map(({ subject }: { subject: string }) => subject).toSorted(),
  ).toEqual(['A', 'B', 'C'])
  await phones.fault({ silent: true, phone })
  const first = await list('?limit=2')
  const second = await list(`?limit=2&cursor=${first.pagination.nextCursor}`)
  await phones.healFaults()
  expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(made.toSorted())
  expect(second.pagination).toEqual({ limit: 2, nextCursor: null })
})

it('knows the earlier groups of a paired phone', async () => {
  const { api, phones } = gateway
  const phone = await phones.create()
  const { id } = (await phones.call('POST', `/phones/${phone}/groups`, { subject: 'Older' })).body
  const { id: linked } = await gateway.pair({ phone })
  const list = async () => (await api('GET', `/groups/${linked}`)).body.data
  await eventually(async () => (await list()).length === 1)
  expect(await list()).toMatchObject([{ id, subject: 'Older', size: 1 }])
})
