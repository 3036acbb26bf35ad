import { describe, expect, it } from 'vitest'
import { printQrCodes } from '#local/terminalQr.ts'
import { eraseDeleted } from '#shared/domain/erasure/index.ts'
import { readSession } from '#shared/domain/sessions/index.ts'
import { startPairing } from '#shared/domain/sessions/startPairing.ts'
import { NO_BOUNDS } from './support/context.ts'
import { eventually } from './support/eventually.ts'
import { sendText, useGateway, waitForMessage, waitForStatus } from './support/gateway.ts'
import { readQr } from './support/qr.ts'

const gateway = useGateway({ VESPER_QR_SECONDS: '0.5', VESPER_LEASE_SECONDS: '3' })

async function create(): Promise<string> {
  const { body } = await gateway.api('POST', '/sessions', { name: `s${Math.random()}` })
  return body.data.id
}

/** Checks that each answer of a session that keeps its link and does not connect names the restart. */
async function expectRestartHint(id: string): Promise<void> {
  const { api } = gateway
  const texts = []
  for (const path of ['', '/status', '/qr', '/qr?restart=true']) {
    const { data } = (await api('GET', `/sessions/${id}${path}`)).body
    expect([path, data.status]).toEqual([path, 'disconnected'])
    texts.push(data.hint)
  }
  for (const [path, body] of [
    ['/messages/send/text', { text: 'x' }],
    ['/messages/send/image', { url: 'https://example.com/a.png' }],
  ] as const) {
    const { status, body: answer } = await api('POST', path, { session: id, to: '905551234567', ...body })
    expect([path, status]).toEqual([path, 409])
    texts.push(answer.error.message)
  }
  texts.push((await api('GET', `/groups/${id}?refresh=true`)).body.error.message)
  for (const text of texts) expect(text).toContain(`POST /sessions/${id}/restart`)
}

describe('a session', () => {
  it('ends with qr_timeout if nobody scans it, and a poll of the QR code starts a new pairing each time', async () => {
    const { api, phones } = gateway
    const id = await create()
    const codes = [await readQr(api, id)]
    for (const turn of ['first', 'second']) {
      const { hint, ...ended } = await waitForStatus(api, id, 'disconnected')
      expect([turn, ended]).toMatchObject([turn, { reason: 'qr_timeout', phone: null }])
      expect(hint).toContain(`Poll GET /sessions/${id}/qr`)
      const refused = await api('POST', '/messages/send/text', { session: id, to: '905551234567', text: 'x' })
      expect([refused.status, refused.body.error.message]).toEqual([409, expect.stringContaining(hint)])
      const poll = await api('GET', `/sessions/${id}/qr`)
      expect(poll.body.data).toEqual({
        status: 'connecting',
        qr: null,
        expiresAt: null,
        hint: 'The QR code is not ready. Repeat the request in 3 seconds.',
      })
      codes.push(await readQr(api, id))
    }
    expect(new Set(codes).size).toBe(3)
    const phone = await phones.create()
    await phones.scanShown(phone, () => readQr(api, id))
    await waitForStatus(api, id, 'connected')
    expect((await api('GET', `/sessions/${id}/qr`)).body.data).toEqual({
      status: 'connected',
      qr: null,
      expiresAt: null,
    })
  })

  it('pairs from polls of the picture alone', async () => {
    const { api, info } = gateway
    const id = await create()
    await waitForStatus(api, id, 'disconnected')
    const headers = { 'x-api-key': info.apiKey, accept: 'image/png' }
    const picture = () => fetch(`${info.baseUrl}/api/v1/sessions/${id}/qr`, { headers })
    const first = await picture()
    expect([first.status, await first.text()]).toEqual([
      404,
      expect.stringContaining(
        `Session ${id} has no QR code now. The QR code is not ready. Repeat the request in 3 seconds.`,
      ),
    ])
    const type = await eventually(async () => {
      const answer = await picture()
      await answer.arrayBuffer()
      return answer.ok ? answer.headers.get('content-type') : null
    })
    expect(type).toBe('image/png')
  })

  it('starts one pairing for concurrent polls', async () => {
    const { api, services } = gateway
    const id = await create()
    await waitForStatus(api, id, 'disconnected')
    const before = await readSession({ ctx: services, input: { id } })
    if (!before) throw new Error('The session does not exist')
    const ctx = { ...services, appId: before.appId }
    const started = await Promise.all(Array.from({ length: 8 }, () => startPairing({ ctx, input: before })))
    const generations = new Set(started.map(({ generation }) => generation))
    expect([generations.size, generations.has(before.generation)]).toEqual([1, false])
  })

  it('offers a code again after a logout that preceded any link', async () => {
    const { api } = gateway
    const id = await create()
    await api('POST', `/sessions/${id}/logout`)
    await waitForStatus(api, id, 'disconnected')
    expect(await readQr(api, id)).toMatch(/^data:image/)
  })

  it('pairs by an 8-character code', async () => {
    const { api, phones } = gateway
    const phone = await phones.create('By code')
    const id = await create()
    const answer = await api('POST', `/sessions/${id}/pairing-code`, {
      phone: `+${phone.slice(0, 2)} ${phone.slice(2)}`,
    })
    expect(answer.status).toBe(200)
    const { code } = answer.body.data
    expect(code).toMatch(/^[1-9A-Z]{8}$/)
    expect((await phones.call('POST', `/phones/${phone}/link-code`, { code })).status).toBe(200)
    expect(await waitForStatus(api, id, 'connected')).toMatchObject({ phone })
    expect((await api('POST', `/sessions/${id}/pairing-code`, { phone })).body.error.code).toBe('CONFLICT')
  })

  it('offers a QR code again if it is restarted after a pairing code', async () => {
    const { api, phones } = gateway
    const phone = await phones.create()
    const id = await create()
    await api('POST', `/sessions/${id}/pairing-code`, { phone })
    await api('POST', `/sessions/${id}/restart`)
    await phones.scanShown(phone, () => readQr(api, id))
    await waitForStatus(api, id, 'connected')
  })

  it('restarts while a message waits for its connection', async () => {
    const { api, phones } = gateway
    const { id, phone } = await gateway.pair()
    await phones.fault({ refuseConnections: true })
    await phones.drop(phone)
    await waitForStatus(api, id, 'connecting')
    const customer = await phones.create()
    const waiting = await sendText(api, id, customer, 'waits')
    await api('POST', `/sessions/${id}/restart`)
    await phones.healFaults()
    await waitForStatus(api, id, 'connected')
    await waitForMessage(api, id, waiting, ['DELIVERED'])
  })

  it('is unlinked by the next connector if it is logged out while it has no connection', async () => {
    const { api, phones } = gateway
    const { id, phone } = await gateway.pair()
    await phones.fault({ refuseConnections: true })
    await phones.drop(phone)
    await waitForStatus(api, id, 'connecting')
    await api('POST', `/sessions/${id}/logout`)
    process.kill(gateway.connectors[0]?.pid ?? 0, 'SIGTERM')
    await phones.healFaults()
    expect(await waitForStatus(api, id, 'disconnected')).toMatchObject({ reason: 'logged_out' })
    expect((await phones.call('GET', `/phones/${phone}`)).body.devices).toEqual([])
  })

  it('reconnects after its connection is cut, and reports connection_lost meanwhile', async () => {
    const { api, phones } = gateway
    const { id, phone } = await gateway.pair()
    await phones.fault({ refuseConnections: true, count: 1 })
    await phones.drop(phone)
    await eventually(async () => {
      const { data } = (await api('GET', `/sessions/${id}/status`)).body
      return data.status === 'connecting' && data.reason === 'connection_lost'
    })
    const back = await waitForStatus(api, id, 'connected')
    expect(back.reason).toBeUndefined()
  })

  it('loses its status connected if its connector does not renew its lease', async () => {
    const { id } = await gateway.pair()
    const { pid } = gateway.connectors[0] ?? {}
    if (!pid) throw new Error('There is no connector')
    process.kill(pid, 'SIGSTOP')
    try {
      await waitForStatus(gateway.api, id, 'connecting')
      const { data } = (await gateway.api('GET', `/sessions/${id}`)).body
      expect(data).toMatchObject({ status: 'connecting', reason: 'connection_lost' })
      const all = (await gateway.api('GET', '/sessions')).body.data
      expect(all.find((listed: { id: string }) => listed.id === id).status).toBe('connecting')
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await waitForStatus(gateway.api, id, 'connected')
  })

  it('keeps its link in a restart', async () => {
    const { api, phones } = gateway
    const { id, phone } = await gateway.pair()
    const before = await waitForStatus(api, id, 'connected')
    expect((await api('POST', `/sessions/${id}/restart`)).body.data.status).toBe('connecting')
    const after = await waitForStatus(api, id, 'connected')
    expect(after.phone).toBe(phone)
    expect(Date.parse(after.connectedAt)).toBeGreaterThan(Date.parse(before.connectedAt))
    const customer = await phones.create()
    await waitForMessage(api, id, await sendText(api, id, customer, 'after a restart'), ['DELIVERED'])
  })

  it('is logged_out after the phone unlinks it, refuses sends at once, and pairs again after a restart', async () => {
    const { api, phones } = gateway
    const { id, phone } = await gateway.pair()
    await phones.unlink(phone)
    expect(await waitForStatus(api, id, 'disconnected')).toMatchObject({ reason: 'logged_out' })
    const refused = await api('POST', '/messages/send/text', { session: id, to: phone, text: 'x' })
    expect([refused.status, refused.body.error.code]).toEqual([409, 'SESSION_NOT_CONNECTED'])
    expect(refused.body.error.message).toContain(`GET /sessions/${id}/qr?restart=true`)

    const poll = (await api('GET', `/sessions/${id}/qr`)).body.data
    expect(poll).toMatchObject({ status: 'disconnected', qr: null, reason: 'logged_out' })
    expect(poll.hint).toContain(`GET /sessions/${id}/qr?restart=true`)
    expect((await api('GET', `/sessions/${id}/qr?restart=true`)).body.data.status).toBe('connecting')
    await phones.scanShown(phone, () => readQr(api, id))
    await waitForStatus(api, id, 'connected')
  })

  it('unlinks the phone and keeps its history after a logout', async () => {
    const { api, phones } = gateway
    const { id, phone } = await gateway.pair()
    const customer = await phones.create()
    const messageId = await sendText(api, id, customer, 'kept')
    await waitForMessage(api, id, messageId, ['DELIVERED'])
    expect((await api('POST', `/sessions/${id}/logout`)).status).toBe(200)
    expect(await waitForStatus(api, id, 'disconnected')).toMatchObject({ reason: 'logged_out' })
    expect((await phones.call('GET', `/phones/${phone}`)).body.devices).toEqual([])
    expect((await api('GET', `/messages/${id}/${messageId}`)).body.data.content.text).toBe('kept')
  })

  it('disappears at once with its data when it is deleted, frees its name, and unlinks the phone', async () => {
    const { api, phones, services } = gateway
    const { id, phone } = await gateway.pair()
    const { name } = (await api('GET', `/sessions/${id}`)).body.data
    expect((await api('DELETE', `/sessions/${id}`)).body.data).toEqual({ id, deleted: true })
    expect((await api('GET', `/sessions/${id}`)).status).toBe(404)
    expect((await api('GET', `/messages/${id}`)).status).toBe(404)
    expect((await api('POST', '/sessions', { name })).status).toBe(201)
    await eventually(async () => (await phones.call('GET', `/phones/${phone}`)).body.devices.length === 0)
    await eventually(async () => {
      await eraseDeleted({ ctx: services, input: NO_BOUNDS })
      return (await services.db.execute(`select 1 from sessions where id = '${id}'`)).rowCount === 0
    })
  })

  it('is replaced if another client takes over, and does not reconnect', async () => {
    const { api, phones } = gateway
    const { id, phone } = await gateway.pair()
    await phones.fault({ streamError: 440, phone, count: 1 })
    expect(await waitForStatus(api, id, 'disconnected')).toMatchObject({ reason: 'replaced' })
    await expectRestartHint(id)
    await api('POST', `/sessions/${id}/restart`)
    await waitForStatus(api, id, 'connected')
  })

  it('encrypts its credentials: the database has no private key of Baileys', async () => {
    const { services } = gateway
    const { id } = await gateway.pair()
    const { rows } = await services.db.execute<{ text: string }>(
      `select encode(value, 'escape') as text from whatsapp_creds where session_id = '${id}'
       union all select encode(value, 'escape') from whatsapp_keys where session_id = '${id}'`,
    )
    expect(rows.length).toBeGreaterThan(5)
    for (const { text } of rows) expect(text).not.toMatch(/noiseKey|private|advSecretKey|_sessions/)
  })
})

it('prints each QR code once in a terminal', async () => {
  const { services } = gateway
  const id = await create()
  const { name } = (await gateway.api('GET', `/sessions/${id}`)).body.data
  let printed = ''
  printQrCodes(services.db, (text) => {
    printed += text
  })
  await eventually(() => printed.includes(`link "${name}"`))
  await waitForStatus(gateway.api, id, 'disconnected')
  expect(printed).toMatch(/[▀▄█ ]{20,}/)
  // WhatsApp offers at most six codes.
  expect(printed.split(`link "${name}"`).length - 1).toBeLessThanOrEqual(6)
})
