import { randomBytes } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { BUILT_IN_VERSION } from '#shared/contracts/whatsappVersion.ts'
import { caller } from './support/client.ts'
import { eventually } from './support/eventually.ts'
import { sendText, useGateway, waitForMessage, waitForStatus } from './support/gateway.ts'

const gateway = useGateway({ VESPER_LEASE_SECONDS: '3' })

const SOMEBODY = '905551234567'

/** Returns the data of a session's events of a type, in their order. */
async function eventsOf(session: string, type: string): Promise<Record<string, unknown>[]> {
  const { rows } = await gateway.services.db.execute<{ data: Record<string, unknown> }>(
    `select data from events where session_id = '${session}' and type = '${type}' order by seq`,
  )
  return rows.map(({ data }) => data)
}

/** Sends a text, which the API must refuse. Returns the error. */
async function refusedSend(session: string) {
  const { status, body } = await gateway.api('POST', '/messages/send/text', {
    session,
    to: SOMEBODY,
    text: 'x',
  })
  expect([status, body.error.code]).toEqual([409, 'SESSION_NOT_CONNECTED'])
  return body.error
}

describe('a session that WhatsApp refuses for good', () => {
  it.each([
    [406, 'banned'],
    [403, 'account_locked'],
    [409, 'client_rejected'],
    [415, 'login_rejected'],
  ])('with %i rests as %s, logs in no more, and refuses sends with the reason', async (code, reason) => {
    const { api, phones } = gateway
    const { id, phone } = await gateway.paired()
    await phones.fault({ failLogin: code, phone, count: 3 })
    await phones.drop(phone)
    const session = await waitForStatus(api, id, 'disconnected')
    expect(session).toMatchObject({ reason })
    expect([session.retryAt, session.bannedUntil]).toEqual([undefined, undefined])
    for (const path of ['', '/status', '/qr', '/qr?restart=true']) {
      const { data } = (await api('GET', `/sessions/${id}${path}`)).body
      expect([path, data.status]).toEqual([path, 'disconnected'])
      expect(data.hint).toContain(`POST /sessions/${id}/restart`)
    }
    const error = await refusedSend(id)
    expect(error.message).toContain(`POST /sessions/${id}/restart`)
    expect(error.details).toEqual([{ path: 'reason', message: reason }])
    expect((await api('GET', `/groups/${id}?refresh=true`)).body.error.details).toEqual(error.details)
    expect(await eventsOf(id, 'session.disconnected')).toContainEqual({ session: id, reason })
    const { faults } = (await phones.call('GET', '/network/faults')).body
    expect(faults).toContainEqual({ name: 'failLogin', value: code, phone, count: 2 })
    await phones.healFaults()
    await api('POST', `/sessions/${id}/restart`)
    expect((await waitForStatus(api, id, 'connected')).reason).toBeUndefined()
  })

  it('fails its waiting messages with the reason', async () => {
    const { api, phones } = gateway
    const { id, phone } = await gateway.paired()
    await phones.fault({ failLogin: 406, phone })
    await phones.fault({ refuseConnections: true, count: 2 })
    await phones.drop(phone)
    await waitForStatus(api, id, 'connecting')
    const message = await sendText(api, id, SOMEBODY, 'waits')
    expect(await waitForMessage(api, id, message, ['FAILED'])).toMatchObject({ reason: 'session_banned' })
    await phones.healFaults()
    await api('POST', `/sessions/${id}/restart`)
    await waitForStatus(api, id, 'connected')
  })

  it('is logged out without a connection', async () => {
    const { api, phones } = gateway
    const { id, phone } = await gateway.pair()
    await phones.fault({ failLogin: 403, phone })
    await phones.drop(phone)
    await waitForStatus(api, id, 'disconnected')
    await api('POST', `/sessions/${id}/logout`)
    await eventually(async () => (await api('GET', `/sessions/${id}`)).body.data.reason === 'logged_out')
    await phones.healFaults()
  })
})

describe('a temporary ban', () => {
  it('has its end and its cause, refuses sends, and ends by itself', async () => {
    const { api, phones } = gateway
    const { id, phone } = await gateway.paired()
    await phones.fault({ failLogin: { reason: 402, code: 104, expire: 3 }, phone, count: 1 })
    const dropped = Date.now()
    await phones.drop(phone)
    const banned = await waitForStatus(api, id, 'disconnected')
    expect(banned).toMatchObject({ reason: 'banned', banCause: 'sent_too_many_same_message' })
    expect(Date.parse(banned.bannedUntil)).toBeGreaterThanOrEqual(dropped + 3_000)
    expect(Date.parse(banned.retryAt)).toBeGreaterThan(Date.parse(banned.bannedUntil))
    expect(banned.hint).toContain(`banned the account until ${banned.bannedUntil}`)
    const { details } = await refusedSend(id)
    expect(details).toContainEqual({ path: 'bannedUntil', message: banned.bannedUntil })
    const back = await waitForStatus(api, id, 'connected')
    expect(Date.parse(back.connectedAt)).toBeGreaterThan(Date.parse(banned.bannedUntil))
    expect([back.reason, back.bannedUntil, back.retryAt]).toEqual([undefined, undefined, undefined])
    const { bannedUntil, banCause, retryAt } = banned
    expect(await eventsOf(id, 'session.disconnected')).toContainEqual({
      session: id,
      reason: 'banned',
      bannedUntil,
      banCause,
      retryAt,
    })
    const customer = await phones.create()
    await waitForMessage(api, id, await sendText(api, id, customer, 'back'), ['DELIVERED'])
  })

  it('lasts through the death of its connector, and ends on the next one', async () => {
    const { api, phones } = gateway
    const { id, phone } = await gateway.paired()
    await phones.fault({ failLogin: { reason: 402, expire: 8 }, phone, count: 1 })
    await phones.drop(phone)
    const { bannedUntil } = await waitForStatus(api, id, 'disconnected')
    process.kill(gateway.connectors[0]?.pid ?? 0, 'SIGKILL')
    const back = await waitForStatus(api, id, 'connected')
    expect(Date.parse(back.connectedAt)).toBeGreaterThan(Date.parse(bannedUntil))
  })

  it('is reported again if its end moves, and is not retried every few seconds', async () => {
    const { api, phones } = gateway
    const { id, phone } = await gateway.paired()
    await phones.fault({ failLogin: { reason: 402, code: 102, expire: 1 }, phone, count: 1 })
    await phones.fault({ failLogin: { reason: 402, code: 102, expire: 7_200 } })
    await phones.drop(phone)
    const banned = await eventually(async () => {
      const { data } = (await api('GET', `/sessions/${id}`)).body
      return Date.parse(data.bannedUntil) > Date.now() + 7_000_000 && data
    })
    expect(Date.parse(banned.retryAt)).toBeGreaterThan(Date.parse(banned.bannedUntil))
    const reported = (await eventsOf(id, 'session.disconnected')).filter(({ reason }) => reason === 'banned')
    expect(reported.slice(-2).map(({ banCause }) => banCause)).toEqual([
      'blocked_by_users',
      'blocked_by_users',
    ])
    await phones.healFaults()
    await api('POST', `/sessions/${id}/restart`)
    await waitForStatus(api, id, 'connected')
  })
})

it('a limit of WhatsApp is part of the session and an event, each kind by itself', async () => {
  const { api, phones } = gateway
  const { id, phone } = await gateway.pair()
  const restrict = (body: object) => phones.call('POST', `/phones/${phone}/restriction`, body)
  const restrictions = async () => (await api('GET', `/sessions/${id}`)).body.data.restrictions ?? []
  await restrict({ kind: 'message_cap', status: 'FIRST_WARNING', seconds: 3_600, total: 50, used: 40 })
  await restrict({ kind: 'reachout_timelock', seconds: 600, reason: 'BIZ_QUALITY' })
  await eventually(async () => (await restrictions()).length === 2)
  await restrict({ kind: 'message_cap', status: 'CAPPED', seconds: 3_600, total: 50, used: 50 })
  await restrict({ kind: 'reachout_timelock', seconds: null })
  const [capped] = await eventually(async () => {
    const current = await restrictions()
    return current.length === 1 && current[0].reason === 'CAPPED' && current
  })
  expect(capped).toMatchObject({ type: 'message_cap', limit: 50, used: 50 })
  expect((await api('GET', `/sessions/${id}`)).body.data.status).toBe('connected')
  const emitted = await eventsOf(id, 'session.restricted')
  expect(emitted).toHaveLength(4)
  expect(emitted).toContainEqual({ session: id, kind: 'reachout_timelock', active: false, until: null })
  expect(emitted).toContainEqual({
    session: id,
    kind: 'message_cap',
    active: true,
    until: capped.until,
    reason: 'CAPPED',
    limit: 50,
    used: 50,
  })
})

it('a message that WhatsApp refuses with 463 restricts the account, even if WhatsApp names no end', async () => {
  const { api, phones } = gateway
  const { id, phone } = await gateway.pair()
  await phones.fault({ ackError: 463, phone, count: 2 })
  for (const text of ['hello', 'hello again'])
    await waitForMessage(api, id, await sendText(api, id, await phones.create(), text), ['FAILED'])
  const [event] = await eventually(async () => {
    const events = await eventsOf(id, 'session.restricted')
    return events.length > 0 && events
  })
  expect(event).toMatchObject({ kind: 'reachout_timelock', active: true })
  expect(Date.parse(`${event?.until}`)).toBeGreaterThan(Date.now())
})

it('a file whose connector dies during the download is fetched by the next one', async () => {
  const { api, phones } = gateway
  const { id, phone } = await gateway.paired()
  const customer = await phones.create()
  await phones.fault({ refuseConnections: true })
  await phones.drop(phone)
  const body = {
    to: phone,
    type: 'document',
    base64: randomBytes(70_000).toString('base64'),
    filename: 'a.bin',
  }
  const written = (await phones.call('POST', `/phones/${customer}/messages`, body)).body
  const answer = (status: number | 'stall') =>
    phones.call('POST', `/phones/${customer}/messages/${written.id}/expire-media`, { status })
  await answer('stall')
  await phones.healFaults()
  const media = async () => (await api('GET', `/messages/${id}/${written.id}`)).body.data?.media
  await eventually(async () => (await media()) === 'pending')
  process.kill(gateway.connectors[0]?.pid ?? 0, 'SIGKILL')
  await answer(410)
  await eventually(async () => (await media()) === 'stored')
})

describe('a client that WhatsApp refuses as outdated', () => {
  const [primary, secondary, builtIn] = BUILT_IN_VERSION
  const version = (ahead: number) => `${primary}.${secondary}.${builtIn + ahead}`
  const admin = async (method: string, body?: unknown) => {
    const { baseUrl, adminToken } = gateway.info
    const call = caller(`${baseUrl}/admin/v1`, { authorization: `Bearer ${adminToken}` })
    return (await call(method, '/whatsapp-version', body)).body
  }
  const require = (minimum: string) => gateway.phones.call('PUT', '/network/version', { minimum })
  afterAll(async () => {
    await require('2.0.0')
    await admin('DELETE')
  })

  it('learns the current version, and all logins and pairings use it', async () => {
    const { api, phones } = gateway
    const { id, phone } = await gateway.pair()
    expect((await admin('GET')).data).toMatchObject({ version: version(0), source: 'built_in' })
    await require(version(1))
    await phones.drop(phone)
    await eventually(
      async () => (await eventsOf(id, 'session.disconnected')).at(-1)?.reason === 'client_outdated',
    )
    await waitForStatus(api, id, 'connected')
    expect((await admin('GET')).data).toMatchObject({
      version: version(1),
      source: 'learned',
      refused: { version: version(0) },
      outdatedSessions: 0,
    })
    await gateway.pair()
  })

  it('waits for a version after a wrong one of the operator, who can take it back', async () => {
    const { api, phones } = gateway
    const { id, phone } = await gateway.pair()
    expect((await admin('PUT', { version: version(0) })).data).toMatchObject({
      version: version(0),
      source: 'operator',
      learned: { version: version(1) },
    })
    await phones.drop(phone)
    const outdated = await waitForStatus(api, id, 'disconnected')
    expect(outdated).toMatchObject({ reason: 'client_outdated' })
    expect(Date.parse(outdated.retryAt)).toBeGreaterThan(Date.now() + 10_000)
    expect((await refusedSend(id)).details).toContainEqual({ path: 'reason', message: 'client_outdated' })
    expect((await admin('GET')).data.outdatedSessions).toBe(1)
    expect((await admin('DELETE')).data).toMatchObject({ version: version(1), chosen: null })
    await waitForStatus(api, id, 'connected')
    expect((await admin('PUT', { version: 'newest' })).error.code).toBe('VALIDATION_ERROR')
    expect((await admin('PUT', { version: version(7) })).data.version).toBe(version(7))
    await require(version(7))
    await phones.drop(phone)
    await waitForStatus(api, id, 'connecting')
    await waitForStatus(api, id, 'connected')
  })
})
