import { describe, expect, it } from 'vitest'
import { printQrCodes } from '#local/terminalQr.ts'
import { eraseDeleted } from '#shared/domain/erasure/index.ts'
import { NO_BOUNDS } from './support/context.ts'
import { eventually } from './support/eventually.ts'
import { sendText, useGateway, waitForMessage, waitForStatus } from './support/gateway.ts'
import { readQr } from './support/qr.ts'

const gateway = useGateway({ VESPER_QR_SECONDS: '0.5', VESPER_LEASE_SECONDS: '3' })

async function create(): Promise<string> {
  const { body } = await gateway.api('POST', '/sessions', { name: `s${Math.random()}` })
  return body.data.id
}

describe('a session', () => {
  it('ends with qr_timeout and without a QR code if nobody scans it, and restarts with a new code', async () => {
    const { api } = gateway
    const id = await create()
    const first = await readQr(api, id)
    expect(await waitForStatus(api, id, 'disconnected')).toMatchObject({ reason: 'qr_timeout', phone: null })
    expect((await api('GET', `/sessions/${id}/qr`)).body.data).toEqual({
      status: 'disconnected',
      qr: null,
      expiresAt: null,
    })

    const restarted = await api('POST', `/sessions/${id}/restart`)
    expect(restarted.body.data).toMatchObject({ id, status: 'connecting' })
    expect(restarted.body.data.reason).toBeUndefined()
    expect(await readQr(api, id)).not.toBe(first)
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
    await phones.scan(phone, await readQr(api, id))
    await waitForStatus(api, id, 'connected')
  })

  it('restarts while a message waits for its connection', async () => {
    const { api, phones } = gateway
    const { id, phone } = await gateway.pair()
    await phones.fault({ streamError: 440, phone, count: 1 })
    await waitForStatus(api, id, 'disconnected')
    const customer = await phones.create()
    const waiting = await sendText(api, id, customer, 'waits')
    await api('POST', `/sessions/${id}/restart`)
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

    await api('POST', `/sessions/${id}/restart`)
    await phones.scan(phone, await readQr(api, id))
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
    await api('POST', `/sessions/${id}/restart`)
    await waitForStatus(api, id, 'connected')
  })

  it('stays disconnected as banned if WhatsApp bans it', async () => {
    const { api, phones } = gateway
    const { id, phone } = await gateway.pair()
    await phones.fault({ failLogin: 403, phone, count: 1 })
    await phones.drop(phone)
    expect(await waitForStatus(api, id, 'disconnected')).toMatchObject({ reason: 'banned' })
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
