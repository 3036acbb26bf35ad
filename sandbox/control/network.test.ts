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
