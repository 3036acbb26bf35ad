import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { sessions } from '#shared/database/index.ts'
import { caller } from './support/client.ts'
import { sendText, useSharedGateway, waitForMessage } from './support/gateway.ts'

const gateway = useSharedGateway()

describe('authentication', () => {
  it.each([
    ['no key', {}],
    ['a malformed key', { 'x-api-key': 'nonsense' }],
    ['an unknown key', { 'x-api-key': `vsp_${'a'.repeat(40)}` }],
    ['a key with SQL in it', { 'x-api-key': "vsp_' or 1=1 --" }],
  ])('answers 401 to %s', async (_, headers) => {
    const call = caller(`${gateway.info.baseUrl}/api/v1`, headers)
    for (const [method, path] of [
      ['GET', '/sessions'],
      ['POST', '/messages/send/text'],
      ['GET', '/nowhere'],
    ] as const) {
      const answer = await call(method, path)
      expect([answer.status, answer.body.error.code]).toEqual([401, 'UNAUTHORIZED'])
      expect(answer.headers.get('x-request-id')).toBe(answer.body.error.requestId)
    }
  })

  it('accepts the key as a bearer token', async () => {
    const call = caller(`${gateway.info.baseUrl}/api/v1`, { authorization: `Bearer ${gateway.info.apiKey}` })
    expect((await call('GET', '/sessions')).status).toBe(200)
  })

  it('stores only the hash of a key', async () => {
    const { rows } = await gateway.services.db.execute('select * from api_keys')
    expect(JSON.stringify(rows)).not.toContain(gateway.info.apiKey)
  })
})

describe('bad input', () => {
  let session = ''
  beforeAll(async () => {
    session = (await gateway.pair()).id
  })

  it('answers 400 with each fault in details', async () => {
    const { status, body } = await gateway.api('POST', '/messages/send/text', { session, to: 5, text: '' })
    expect([status, body.success, body.error.code]).toEqual([400, false, 'VALIDATION_ERROR'])
    expect(body.error.details.map(({ path }: { path: string }) => path).sort()).toEqual(['text', 'to'])
  })

  it.each([
    ['a body that is no JSON', '{"name":'],
    ['an empty body', ''],
    ['an array', '[]'],
    ['null', 'null'],
  ])('answers 400 to %s', async (_, body) => {
    expect((await gateway.api('POST', '/sessions', body)).body.error.code).toBe('VALIDATION_ERROR')
  })

  it.each(['12', 'hello', '+90 555', '0905551234567', '1234567890123456', 'x@s.whatsapp.net', '1@g.us', ''])(
    'answers 400 to the number %s',
    async (to) => {
      const { status, body } = await gateway.api('POST', '/messages/send/text', { session, to, text: 'x' })
      expect([status, body.error.details[0].path]).toEqual([400, 'to'])
    },
  )

  it.each([
    ['text', { to: '905551234567', text: 'a\0b' }],
    ['text', { to: '905551234567', text: 'half a pair \ud83d' }],
    ['session', { session: '\0', to: '905551234567', text: 'x' }],
  ])('answers 400 to a %s that the database cannot store', async (path, body) => {
    const answer = await gateway.api('POST', '/messages/send/text', { session, ...body })
    expect([answer.status, answer.body.error.details[0].path]).toEqual([400, path])
    expect((await gateway.api('GET', '/sessions/%00')).status).toBe(400)
  })

  it.each(['+90 (555) 123-45-67', '905551234567@s.whatsapp.net'])('accepts the number %s', async (to) => {
    const { body } = await gateway.api('POST', '/messages/send/text', { session, to, text: 'x' })
    expect(body.data.key.remoteJid).toBe('905551234567@s.whatsapp.net')
  })

  it('answers 413 to a body over 6 MB', async () => {
    const answer = await gateway.api('POST', '/sessions', { name: 'x'.repeat(6 * 1024 * 1024) })
    expect([answer.status, answer.body.error.code]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  })

  it('answers 409 to a session name that exists, and 400 to one that is too long', async () => {
    const { api } = gateway
    await api('POST', '/sessions', { name: 'store' })
    const again = await api('POST', '/sessions', { name: 'store' })
    expect([again.status, again.body.error.code]).toEqual([409, 'CONFLICT'])
    expect((await api('POST', '/sessions', { name: 'x'.repeat(65) })).status).toBe(400)
  })

  it('answers 409 to a session name that differs only in case or in compatible forms of Unicode', async () => {
    const { api } = await gateway.anotherApp()
    expect((await api('POST', '/sessions', { name: 'Straße 1' })).status).toBe(201)
    for (const name of ['STRASSE 1', 'straße １', 'Stra\u00adße 1']) {
      const { status, body } = await api('POST', '/sessions', { name })
      expect([name, status, body.error?.message]).toEqual([name, 409, expect.stringContaining('"Straße 1"')])
    }
    expect((await api('POST', '/sessions', { name: 'Strase 1' })).status).toBe(201)
  })

  it('keeps two sessions of an earlier release with one name, and refuses a third', async () => {
    const { api, appId } = await gateway.anotherApp()
    const { services } = gateway
    for (const name of ['shop', 'other']) await api('POST', '/sessions', { name })
    const isOwn = eq(sessions.appId, appId)
    await services.db.update(sessions).set({ nameKey: null }).where(isOwn)
    await services.db
      .update(sessions)
      .set({ name: 'Shop' })
      .where(and(isOwn, eq(sessions.name, 'other')))
    expect((await api('POST', '/sessions', { name: 'SHOP' })).status).toBe(409)
    expect((await api('GET', '/sessions')).body.data).toHaveLength(2)
  })

  it('accepts a name only once from ten concurrent requests', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => gateway.api('POST', '/sessions', { name: 'race' })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)])
  })

  it('answers 409 to a send on a session that was never paired', async () => {
    const { body } = await gateway.api('POST', '/sessions', { name: 'unpaired' })
    const answer = await gateway.api('POST', '/messages/send/text', {
      session: body.data.id,
      to: '905551234567',
      text: 'x',
    })
    expect([answer.status, answer.body.error.code]).toEqual([409, 'SESSION_NOT_CONNECTED'])
  })

  it.each([
    ['GET', '/sessions/nothing'],
    ['GET', '/sessions/nothing/qr'],
    ['GET', '/sessions/nothing/status'],
    ['POST', '/sessions/nothing/restart'],
    ['POST', '/sessions/nothing/logout'],
    ['DELETE', '/sessions/nothing'],
    ['GET', '/messages/nothing'],
    ['GET', '/messages/nothing/3EB0'],
    ['DELETE', '/messages/nothing/3EB0'],
    ['GET', '/nowhere'],
  ])('answers 404 to %s %s', async (method, path) => {
    const answer = await gateway.api(method, path)
    expect([answer.status, answer.body.error.code]).toEqual([404, 'NOT_FOUND'])
  })

  it("answers 404 to another app's session and message, and shows nothing of them", async () => {
    const other = await gateway.anotherApp()
    const messageId = await sendText(gateway.api, session, '905551234567', 'secret words')
    const calls = [
      ['GET', `/sessions/${session}`],
      ['GET', `/sessions/${session}/qr`],
      ['GET', `/sessions/${session}/status`],
      ['POST', `/sessions/${session}/restart`],
      ['POST', `/sessions/${session}/logout`],
      ['DELETE', `/sessions/${session}`],
      ['GET', `/messages/${session}`],
      ['GET', `/messages/${session}/${messageId}`],
      ['DELETE', `/messages/${session}/${messageId}`],
    ] as const
    for (const [method, path] of calls) {
      const answer = await other.api(method, path)
      expect([path, answer.status, answer.body.error.code]).toEqual([path, 404, 'NOT_FOUND'])
    }
    const send = await other.api('POST', '/messages/send/text', { session, to: '905551234567', text: 'x' })
    expect(send.status).toBe(404)
    const code = await other.api('POST', `/sessions/${session}/pairing-code`, { phone: '905551234567' })
    expect(code.status).toBe(404)
    expect((await other.api('GET', '/sessions')).body.data).toEqual([])
    expect((await gateway.api('GET', `/sessions/${session}`)).status).toBe(200)
  })

  it.each(['limit=0', 'limit=101', 'limit=x', 'cursor=nonsense', 'cursor=W10'])(
    'answers 400 to ?%s',
    async (query) => {
      expect((await gateway.api('GET', `/sessions?${query}`)).body.error.code).toBe('VALIDATION_ERROR')
      expect((await gateway.api('GET', `/messages/${session}?${query}`)).body.error.code).toBe(
        'VALIDATION_ERROR',
      )
    },
  )
})

describe('history', () => {
  it('pages through all messages once, newest first, while new messages arrive', async () => {
    const { api, phones } = gateway
    const { id: session } = await gateway.pair()
    const customer = await phones.create()
    const sent: string[] = []
    for (let index = 0; index < 7; index++) sent.unshift(await sendText(api, session, customer, `m${index}`))
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body }: { body: { data: { id: string }[]; pagination: { nextCursor: string | null } } } =
        await api('GET', `/messages/${session}?limit=3${cursor && `&cursor=${cursor}`}`)
      seen.push(...body.data.map(({ id }) => id))
      cursor = body.pagination.nextCursor
      await sendText(api, session, customer, 'in between')
    }
    expect(seen).toEqual(sent)
  })

  it('deletes a message from the database, but not a pending one', async () => {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.pair()
    const customer = await phones.create()
    const id = await sendText(api, session, customer, 'delete me')
    await waitForMessage(api, session, id, ['DELIVERED'])
    expect((await api('DELETE', `/messages/${session}/${id}`)).body.data).toEqual({ id, deleted: true })
    expect((await api('GET', `/messages/${session}/${id}`)).status).toBe(404)
    expect((await phones.shown(customer)).map((message) => message.id)).toContain(id)

    await phones.fault({ refuseConnections: true })
    await phones.drop(phone)
    const waiting = await sendText(api, session, customer, 'not yet')
    expect((await api('DELETE', `/messages/${session}/${waiting}`)).body.error.code).toBe('CONFLICT')
    await phones.healFaults()
    await waitForMessage(api, session, waiting, ['DELIVERED'])
  })
})

describe('the API without a key', () => {
  it.each(['', '/api/v1'])('serves health and the reference below "%s"', async (prefix) => {
    const call = caller(`${gateway.info.baseUrl}${prefix}`)
    expect((await call('GET', '/health')).body).toEqual({ success: true, data: { status: 'ok' } })
    expect((await call('GET', '/health/ready')).body.data.status).toBe('ready')
    const { body } = await call('GET', '/openapi.json')
    expect(body.openapi).toMatch(/^3\.1/)
    expect(Object.keys(body.paths)).toContain('/api/v1/messages/send/text')
    const page = await call('GET', '/docs')
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("script-src 'self';")
    // The policy forbids inline scripts, and the page does not store the key.
    expect(page.body).not.toMatch(/<script>/)
    expect((await call('GET', '/docs/start.js')).body).toContain('persistAuthorization: false')
    expect(page.headers.get('content-type')).toContain('text/html')
    for (const [, file] of page.body.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const asset = await fetch(`${gateway.info.baseUrl}${file}`)
      expect([file, asset.status]).toEqual([file, 200])
      await asset.arrayBuffer()
    }
  })

  it('documents an example and the errors of each operation', async () => {
    const { body } = await caller(gateway.info.baseUrl)('GET', '/openapi.json')
    type Operations = Record<string, { summary: string; responses: object; security?: [] }>
    for (const [path, operations] of Object.entries<Operations>(body.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const statuses = Object.keys(operation.responses)
        expect([path, method, operation.summary.length > 0]).toEqual([path, method, true])
        const ofEach = operation.security === undefined ? ['400', '401', '500', '503'] : ['405', '500']
        expect(statuses).toEqual(expect.arrayContaining(ofEach))
      }
    }
  })
})

describe('the QR code', () => {
  it('is a data URL, or a picture for Accept: image/png', async () => {
    const { api, info } = gateway
    const { body } = await api('POST', '/sessions', { name: 'picture' })
    const { id } = body.data
    await expect.poll(async () => (await api('GET', `/sessions/${id}/qr`)).body.data.qr).toBeTruthy()
    const { data } = (await api('GET', `/sessions/${id}/qr`)).body
    expect(data.qr).toMatch(/^data:image\/png;base64,/)
    expect(Date.parse(data.expiresAt)).toBeGreaterThan(Date.now())
    const picture = await fetch(`${info.baseUrl}/api/v1/sessions/${id}/qr`, {
      headers: { 'x-api-key': info.apiKey, accept: 'image/png' },
    })
    expect(picture.headers.get('content-type')).toBe('image/png')
    expect(
      Buffer.from(await picture.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
    for (const accept of ['application/json, image/png;q=0.1', 'image/png;q=0', '*/*', 'application/xml']) {
      const answer = await api('GET', `/sessions/${id}/qr`, undefined, { accept })
      expect([accept, answer.headers.get('vary'), answer.body.success]).toEqual([accept, 'Accept', true])
    }
  })
})
