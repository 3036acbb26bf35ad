import { beforeAll, describe, expect, it } from 'vitest'
import { VesperAdmin } from '../packages/sdk/src/admin.ts'
import { Vesper } from '../packages/sdk/src/index.ts'
import { useSharedGateway } from './support/gateway.ts'

const gateway = useSharedGateway()
let vesper: Vesper
beforeAll(() => {
  vesper = clientWith(gateway.info.apiKey)
})

function clientWith(apiKey: string): Vesper {
  return new Vesper({ apiKey, baseUrl: gateway.info.baseUrl })
}

describe('the SDK', () => {
  it('pairs a session, sends a text, and waits until the phone has read it', async () => {
    const { phones } = gateway
    const { id } = await vesper.sessions.create({ name: `sdk-${Math.random()}` })
    const phone = await phones.create()
    const scans: Promise<void>[] = []
    const state = await vesper.sessions.waitUntilConnected(id, {
      onQr: ({ qr }) => scans.push(phones.scan(phone, qr ?? '').catch(() => undefined)),
    })
    expect([state.status, scans.length > 0]).toEqual(['connected', true])

    const customer = await phones.create()
    const { key } = await vesper.messages.sendText({ session: id, to: customer, text: 'Hello' })
    const delivered = await vesper.messages.waitFor({ session: id, id: key.id }, 'DELIVERED')
    expect(delivered.content).toMatchObject({ text: 'Hello' })
    await phones.read(customer, phone)
    const read = await vesper.messages.waitFor({ session: id, id: key.id }, 'READ')
    expect([read.id, read.status]).toEqual([key.id, 'READ'])
    await Promise.all(scans)
  })

  it('uploads a file and sends it in one call', async () => {
    const { id } = await gateway.paired()
    const customer = await gateway.phones.create()
    const file = new Blob(['%PDF-1.4 …'], { type: 'application/pdf' })
    const { key } = await vesper.messages.sendFile(
      { kind: 'document', session: id, to: customer, filename: 'invoice.pdf', caption: 'Yours' },
      file,
    )
    const shown = await gateway.phones.waitFor(customer, key.id)
    expect(shown).toMatchObject({ type: 'document' })
  })

  it('names the reason of a message that failed', async () => {
    const { id } = await gateway.paired()
    const { key } = await vesper.messages.sendText({
      session: id,
      to: '905550000000',
      text: 'Nobody is here',
    })
    const failure = vesper.messages.waitFor({ session: id, id: key.id }, 'READ')
    await expect(failure).rejects.toMatchObject({ code: 'MESSAGE_FAILED' })
  })

  it('walks through all pages of a list, and stops when the loop stops', async () => {
    const names = ['a', 'b', 'c'].map((name) => `${name}-${Math.random()}`)
    const ids: string[] = []
    for (const name of names) ids.push((await vesper.lists.create({ name, recipients: [] })).id)
    const seen: string[] = []
    for await (const list of vesper.lists.list({ limit: 1 })) seen.push(list.id)
    expect(seen).toEqual(expect.arrayContaining(ids))
    const first = await vesper.lists.list({ limit: 1 })
    expect([first.data.length, typeof first.pagination.nextCursor]).toEqual([1, 'string'])
    for (const id of ids) await vesper.lists.delete(id)
  })

  it('rejects with the code, the status, the request ID and the faults of an invalid request', async () => {
    const missing = await vesper.sessions.get('no-such-session').catch((error) => error)
    expect(missing).toMatchObject({ name: 'VesperError', code: 'NOT_FOUND', status: 404 })
    expect(missing.requestId).toMatch(/^req_/)
    const invalid = await vesper.messages
      .sendText({ session: 'x', to: '905551234567', text: '' })
      .catch((error) => error)
    expect([invalid.code, invalid.status]).toEqual(['VALIDATION_ERROR', 400])
    expect(invalid.details).toEqual([expect.objectContaining({ path: 'text' })])
    await expect(clientWith('vsp_wrong').me.get()).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
      status: 401,
    })
  })

  it('runs a POST once if it is repeated with the same idempotency key', async () => {
    const name = `once-${Math.random()}`
    const options = { idempotencyKey: crypto.randomUUID() }
    const first = await vesper.sessions.create({ name }, options)
    const second = await vesper.sessions.create({ name }, options)
    expect(second.id).toBe(first.id)
  })

  it('follows events from a cursor without a gap', async () => {
    const { id } = await gateway.paired()
    const customer = await gateway.phones.create()
    const { pagination } = await vesper.events.list({ after: 'latest' })
    const sent: string[] = []
    for (const text of ['1', '2', '3'])
      sent.push((await vesper.messages.sendText({ session: id, to: customer, text })).key.id)
    const seen: string[] = []
    const after = pagination.nextCursor ?? ''
    for await (const { event } of vesper.events.follow({ after, session: id, types: ['message.sent'] })) {
      if (event.event === 'message.sent') seen.push(event.data.id)
      if (sent.every((message) => seen.includes(message))) break
    }
    expect(seen).toEqual(expect.arrayContaining(sent))
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('ends to follow when the signal aborts', async () => {
    const abort = new AbortController()
    const endless = (async () => {
      for await (const { event } of vesper.events.follow({ signal: abort.signal }))
        expect(event).toBeDefined()
    })()
    abort.abort(new Error('enough'))
    await expect(endless.catch((error) => error.message)).resolves.toBe('enough')
  })

  it('encodes a path, and percent signs and slashes in it', async () => {
    const failure = vesper.messages.get('a/b?c', '%2e%2e')
    await expect(failure).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404 })
  })
})

it('manages accounts, apps and keys with the token of the operator', async () => {
  const { baseUrl, adminToken } = gateway.info
  const admin = new VesperAdmin({ adminToken, baseUrl })
  const account = await admin.accounts.create({ name: `sdk-${Math.random()}`, plan: 'self_hosted' })
  const app = await admin.apps.create(account.id, { name: 'Shop' })
  const { key } = await admin.keys.create(app.id, { name: 'sdk' })
  const me = await clientWith(key).me.get()
  expect(me).toMatchObject({ app: { id: app.id } })
})
