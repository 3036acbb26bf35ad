import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Client, call, until } from '../client.fixture.ts'
import { type Sandbox, startSandbox } from '../index.ts'

const [A, B] = ['15550000001', '15550000002']

describe('a sandbox, on demand,', () => {
  let sandbox: Sandbox
  let client: Client
  const acks: string[] = []
  const fault = (body: object) => call(sandbox, 'POST', '/network/faults', body)
  const reconnect = async () => {
    const sock = await client.connect(sandbox)
    sock.ws.on('CB:ack,class:message', ({ attrs }) => acks.push(attrs.id))
  }

  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, qrRefs: 1 })
    await call(sandbox, 'POST', '/phones', { phone: B })
    client = await Client.paired(sandbox, A)
  })
  afterAll(async () => {
    await client.remove()
    await sandbox.close()
  })
  beforeEach(async () => {
    await call(sandbox, 'DELETE', '/network/faults')
    if (client.isOpen) await client.disconnect()
    await reconnect()
    await until('the login', () => client.isOpen)
  })

  it('refuses a connection', async () => {
    await client.disconnect()
    await fault({ refuseConnections: true, count: 1 })
    await reconnect()
    await until('the refusal', () => client.closeCode === 408)
    await reconnect()
    await until('the login', () => client.isOpen)
  })

  it('fails a login with a code', async () => {
    await client.disconnect()
    await fault({ failLogin: 403, phone: A, count: 1 })
    await reconnect()
    await until('the failure', () => client.closeCode === 403)
  })

  it('names the cause and the length of a temporary ban', async () => {
    await client.disconnect()
    await fault({ failLogin: { reason: 402, code: 104, expire: 90 }, phone: A, count: 1 })
    const failures: object[] = []
    const sock = await client.connect(sandbox)
    sock.ws.on('CB:failure', ({ attrs }) => failures.push(attrs))
    await until('the ban', () => client.closeCode === 402)
    expect(failures).toEqual([{ location: 'sandbox', reason: '402', code: '104', expire: '90' }])
  })

  it('refuses a login and a registration with an older version than the minimum, and names the current one', async () => {
    await client.disconnect()
    const minimum = '2.3000.1043857761'
    expect((await call(sandbox, 'PUT', '/network/version', { minimum })).body).toEqual({
      minimum,
      current: minimum,
    })
    await reconnect()
    await until('the refusal of the login', () => client.closeCode === 405)
    const unlinked = await Client.create()
    await unlinked.connect(sandbox)
    await until('the refusal of the registration', () => unlinked.closeCode === 405)
    await unlinked.remove()
    const page = await (await fetch(`${sandbox.phonesUrl}/sw.js`)).text()
    expect(/\\?"client_revision\\?":\s*(\d+)/.exec(page)?.[1]).toBe('1043857761')
    await call(sandbox, 'PUT', '/network/version', { minimum: '2.0.0' })
  })

  it('notifies companions of a timelock and of a message cap, and answers their queries with them', async () => {
    const timelocks: unknown[] = []
    const caps: unknown[] = []
    client.sock?.ev.on('connection.update', ({ reachoutTimeLock }) => {
      if (reachoutTimeLock) timelocks.push(reachoutTimeLock.isActive)
    })
    client.sock?.ev.on('message-capping.update', ({ capping_status }) => caps.push(capping_status))
    const restrict = (body: object) => call(sandbox, 'POST', `/phones/${A}/restriction`, body)
    await restrict({ kind: 'reachout_timelock', seconds: 60 })
    await restrict({ kind: 'message_cap', status: 'CAPPED', total: 10, used: 10 })
    await until('both notifications', () => timelocks.length > 0 && caps.length > 0)
    expect(await client.sock?.fetchNewChatMessageCap()).toMatchObject({ total_quota: 10 })
    expect(await client.sock?.fetchAccountReachoutTimelock()).toMatchObject({ isActive: true })
    await restrict({ kind: 'reachout_timelock', seconds: null })
    await until('the end of the timelock', () => timelocks.at(-1) === false)
  })

  it('ends the stream of a connected client, or of the next client, with a code', async () => {
    await fault({ streamError: 503, count: 2 })
    await until('the error', () => client.closeCode === 503)
    await reconnect()
    await until('the error', () => client.closeCode === 503)
  })

  it('loses or delays an ack, and still delivers the message', async () => {
    await fault({ dropAcks: true, phone: A, count: 1 })
    const lost = await client.send(B, 'no ack')
    await until('delivery', () => client.status(lost) >= 3)
    await fault({ ackDelayMs: 60, phone: A, count: 1 })
    const late = await client.send(B, 'late ack')
    await until('delivery', () => client.status(late) >= 3)
    await until('the late ack', () => acks.includes(late))
    expect(acks).not.toContain(lost)
  })

  it('delays an answer', async () => {
    await fault({ iqDelayMs: 50, phone: A })
    const begin = Date.now()
    await client.sock?.onWhatsApp(B)
    expect(Date.now() - begin).toBeGreaterThanOrEqual(49)
  })

  it('is silent, and keeps the stanzas for the next login', async () => {
    await fault({ silent: true, phone: A })
    await call(sandbox, 'POST', `/phones/${B}/messages`, { to: A, type: 'text', text: 'hello?' })
    await call(sandbox, 'DELETE', '/network/faults')
    await call(sandbox, 'POST', '/network/drop')
    await until('the close', () => client.closeCode === 428)
    expect(client.texts()).not.toContain('hello?')
    await reconnect()
    await until('the queued message', () => client.texts().includes('hello?'))
  })

  it('shows the configured number of QR codes, then the client stops', async () => {
    const other = await Client.create({ qrTimeout: 50 })
    await other.connect(sandbox)
    await until('the end of the refs', () => other.closeCode === 408)
    await other.remove()
  })
})
