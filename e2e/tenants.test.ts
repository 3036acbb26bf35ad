import { beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '#functions/api/app.ts'
import { type Call, caller } from './support/client.ts'
import { eventually } from './support/eventually.ts'
import { sendText, useSharedGateway } from './support/gateway.ts'
import { adminOf, createTenant, setUsed, usedBy } from './support/tenants.ts'

const gateway = useSharedGateway()
type Tenant = Awaited<ReturnType<typeof createTenant>>
let admin: Call
beforeAll(() => {
  admin = adminOf(gateway)
})

/** Creates the same API with a clock under control of the test. */
function apiWithClock() {
  const clock = { ms: Date.now() }
  const api = createApi({ ...gateway.services, now: () => new Date(clock.ms) })
  const statusFor = async (key: string) =>
    (await api.request('/api/v1/sessions', { headers: { 'x-api-key': key } })).status
  return { clock, statusFor }
}

it('GET /me answers the app, the account, the plan, the usage, the limits and the key', async () => {
  const { api, accountId, appId, keyId, key } = await createTenant(gateway, 'starter')
  await setUsed(gateway, accountId, 7)
  const session = (await api('POST', '/sessions', { name: 'mine' })).body.data
  const { status, body } = await api('GET', '/me')
  expect(status).toBe(200)
  expect(body.data).toEqual({
    app: { id: appId, name: 'Default', createdAt: expect.any(String) },
    account: { id: accountId, name: 'Example Ltd' },
    plan: 'starter',
    usage: { month: new Date().toISOString().slice(0, 7), apps: 1, sessions: 1, messages: 7, broadcast: 0 },
    limits: { apps: 1, sessions: 2, messages: 5000, broadcast: 100 },
    key: {
      id: keyId,
      name: 'test',
      prefix: key.slice(0, 14),
      scopes: ['read', 'send', 'manage'],
      sessions: null,
      expiresAt: null,
      allowedIps: null,
      createdAt: expect.any(String),
    },
  })
  expect(JSON.stringify(body)).not.toContain(key)
  expect(session.appId).toBe(appId)
  expect((await api('GET', '/sessions')).body.data).toMatchObject([{ id: session.id, appId }])
})

it("a flow belongs to the key's app by default, as do lists and statistics", async () => {
  const { api, appId } = await createTenant(gateway, 'starter')
  const flow = { name: 'Bot', triggerType: 'first_contact' }
  const made = await api('POST', '/chatbot/flows', flow)
  expect(made.body.data).toMatchObject({ appId })
  for (const path of ['/chatbot/flows', `/chatbot/flows?appId=${appId}`])
    expect((await api('GET', path)).body.data).toMatchObject([{ id: made.body.data.id, appId }])
  for (const path of ['/chatbot/stats', `/chatbot/stats?appId=${appId}`])
    expect((await api('GET', path)).status).toBe(200)
  const other = await createTenant(gateway, 'starter')
  expect((await other.api('POST', '/chatbot/flows', { ...flow, appId })).status).toBe(404)
})

describe('the management API', () => {
  it('is disabled without a configured token, and accepts only that token', async () => {
    const { settings } = gateway.services
    const closed = createApi({ ...gateway.services, settings: { ...settings, adminToken: undefined } })
    for (const headers of [{}, { authorization: 'Bearer ' }, { authorization: 'Bearer undefined' }]) {
      expect((await closed.request('/admin/v1/accounts', { headers })).status).toBe(404)
    }
    for (const authorization of ['', 'Bearer x', `Bearer ${gateway.info.apiKey}`, gateway.info.adminToken]) {
      const call = caller(`${gateway.info.baseUrl}/admin/v1`, { authorization })
      const { status, body } = await call('GET', '/accounts')
      expect([status, body.error.code]).toEqual([401, 'UNAUTHORIZED'])
    }
  })

  it("grants no access to a tenant's API, and API keys grant none to it", async () => {
    const call = caller(`${gateway.info.baseUrl}/api/v1`, {
      authorization: `Bearer ${gateway.info.adminToken}`,
    })
    expect((await call('GET', '/sessions')).status).toBe(401)
    expect((await gateway.api('GET', '/../../admin/v1/accounts')).status).toBe(401)
  })

  it('creates, lists, changes, suspends and resumes accounts', async () => {
    const created = await admin('POST', '/accounts', { name: ' Example Ltd ', plan: 'starter' })
    const { appId, ...account } = created.body.data
    expect(created.status).toBe(201)
    expect(account).toMatchObject({ name: 'Example Ltd', plan: 'starter', suspendedAt: null })
    expect((await admin('GET', `/accounts/${account.id}`)).body.data).toEqual(account)
    expect((await admin('GET', '/accounts?limit=1')).body).toMatchObject({
      data: [account],
      pagination: { limit: 1, nextCursor: expect.any(String) },
    })
    const changed = await admin('PATCH', `/accounts/${account.id}`, { plan: 'pro' })
    expect(changed.body.data).toEqual({ ...account, plan: 'pro' })
    expect((await admin('PUT', `/accounts/${account.id}`, { name: 'B' })).body.data.name).toBe('B')
    const { suspendedAt } = (await admin('POST', `/accounts/${account.id}/suspend`)).body.data
    expect(Date.parse(suspendedAt)).toBeGreaterThan(Date.now() - 60_000)
    expect((await admin('POST', `/accounts/${account.id}/suspend`)).body.data.suspendedAt).toBe(suspendedAt)
    expect((await admin('POST', `/accounts/${account.id}/resume`)).body.data.suspendedAt).toBeNull()
    expect((await admin('POST', '/accounts', { name: 'x', plan: 'gold' })).status).toBe(400)
  })

  it('limits the apps of an account to its plan, also for ten concurrent requests', async () => {
    const { accountId, appId } = await createTenant(gateway, 'pro')
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => admin('POST', `/accounts/${accountId}/apps`, { name: 'more' })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, ...Array(8).fill(403)])
    const refused = answers.find(({ status }) => status === 403)
    expect(refused?.body.error).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: 'App limit (3) exceeded',
    })
    const apps = (await admin('GET', `/accounts/${accountId}/apps`)).body.data
    expect(apps.map(({ id }: { id: string }) => id)).toContain(appId)
    expect((await admin('DELETE', `/apps/${apps[2].id}`)).body.data).toEqual({
      id: apps[2].id,
      deleted: true,
    })
    expect((await admin('POST', `/accounts/${accountId}/apps`, { name: 'again' })).status).toBe(201)
  })

  it('deletes no app that has sessions', async () => {
    const { appId, api } = await createTenant(gateway, 'starter')
    const { id } = (await api('POST', '/sessions', { name: 'shop' })).body.data
    expect((await admin('DELETE', `/apps/${appId}`)).body.error.code).toBe('CONFLICT')
    await api('DELETE', `/sessions/${id}`)
    await eventually(async () => (await admin('DELETE', `/apps/${appId}`)).status === 200)
    expect((await admin('GET', `/apps/${appId}/keys`)).status).toBe(404)
  })

  it('shows the sessions of all tenants, the connectors, and the usage of an account', async () => {
    const { accountId, appId, api } = await createTenant(gateway, 'starter')
    const session = (await api('POST', '/sessions', { name: 'shop' })).body.data
    const found = (await admin('GET', `/sessions?appId=${appId}`)).body.data
    expect(found).toEqual([expect.objectContaining({ id: session.id, name: 'shop', appId, accountId })])
    expect((await admin('GET', `/sessions?appId=${appId}&status=connected`)).body.data).toEqual([])
    const [connector] = (await admin('GET', '/connectors')).body.data
    expect(Date.parse(connector.heartbeatAt)).toBeGreaterThan(Date.now() - 60_000)
    await setUsed(gateway, accountId, 7)
    expect((await admin('GET', `/accounts/${accountId}/usage`)).body.data).toEqual({
      accountId,
      month: new Date().toISOString().slice(0, 7),
      messages: { used: 7, limit: 5_000 },
      broadcast: { used: 0, limit: 100 },
      apps: { used: 1, limit: 1 },
      sessions: { used: 1, limit: 2 },
    })
    expect((await admin('GET', `/accounts/${accountId}/usage?month=2020-01`)).body.data.messages.used).toBe(0)
    expect((await admin('GET', `/accounts/${accountId}/usage?month=2020-13`)).status).toBe(400)
  })
})

describe('an API key', () => {
  it('is shown once, and listed by its prefix only', async () => {
    const { appId, key } = await createTenant(gateway, 'starter')
    expect(key).toMatch(/^vsp_[0-9A-Za-z_-]{40}$/)
    const listed = await admin('GET', `/apps/${appId}/keys`)
    expect(listed.body.data).toMatchObject([{ name: 'test', revokedAt: null }])
    expect(key.startsWith(listed.body.data[0].prefix)).toBe(true)
    expect(JSON.stringify(listed.body)).not.toContain(key)
  })

  it('stops working within 10 s of its revocation, also after a recent use', async () => {
    const { key, keyId } = await createTenant(gateway, 'starter')
    const { clock, statusFor } = apiWithClock()
    expect(await statusFor(key)).toBe(200)
    await admin('POST', `/keys/${keyId}/revoke`)
    clock.ms += 10_000
    expect(await statusFor(key)).toBe(401)
    expect((await admin('POST', `/keys/${keyId}/revoke`)).status).toBe(404)
  })

  it.each([
    ['it is revoked', 401, ({ keyId }: Tenant) => ['POST', `/keys/${keyId}/revoke`]],
    ['it is regenerated', 401, ({ keyId }: Tenant) => ['POST', `/keys/${keyId}/regenerate`]],
    ['its account is suspended', 403, ({ accountId }: Tenant) => ['POST', `/accounts/${accountId}/suspend`]],
    ['its app is deleted', 401, ({ appId }: Tenant) => ['DELETE', `/apps/${appId}`]],
  ])('is refused at once by the process in which %s', async (_what, status, requestOf) => {
    const tenant = await createTenant(gateway, 'starter')
    expect((await tenant.api('GET', '/sessions')).status).toBe(200)
    const [method = '', path = ''] = requestOf(tenant)
    expect((await admin(method, path)).status).toBeLessThan(300)
    expect((await tenant.api('GET', '/sessions')).status).toBe(status)
  })

  it('is replaced by another one when it is regenerated', async () => {
    const { appId, key, keyId } = await createTenant(gateway, 'starter')
    const { body } = await admin('POST', `/keys/${keyId}/regenerate`)
    const { statusFor } = apiWithClock()
    expect([await statusFor(key), await statusFor(body.data.key)]).toEqual([401, 200])
    expect(body.data.name).toBe('test')
    expect((await admin('GET', `/apps/${appId}/keys`)).body.data).toHaveLength(2)
  })

  it('gets 403 within 10 s of the suspension of its account, until the account is resumed', async () => {
    const { accountId, key, api } = await createTenant(gateway, 'starter')
    const { clock, statusFor } = apiWithClock()
    expect(await statusFor(key)).toBe(200)
    await admin('POST', `/accounts/${accountId}/suspend`)
    clock.ms += 10_000
    expect(await statusFor(key)).toBe(403)
    const { body } = await api('POST', '/sessions', { name: 'x' })
    expect(body.error).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('account is suspended'),
    })
    await admin('POST', `/accounts/${accountId}/resume`)
    clock.ms += 10_000
    expect(await statusFor(key)).toBe(200)
  })

  it('shows its last use, to the minute', async () => {
    const { appId, key } = await createTenant(gateway, 'starter')
    const { clock, statusFor } = apiWithClock()
    const lastUsed = async () => {
      const [{ lastUsedAt }] = (await admin('GET', `/apps/${appId}/keys`)).body.data
      return lastUsedAt && Date.parse(lastUsedAt)
    }
    expect(await lastUsed()).toBeNull()
    const start = clock.ms
    await statusFor(key)
    expect(await lastUsed()).toBe(start)
    clock.ms += 30_000
    await statusFor(key)
    expect(await lastUsed()).toBe(start)
    clock.ms += 31_000
    await statusFor(key)
    expect(await lastUsed()).toBe(start + 61_000)
  })
})

describe('a plan', () => {
  it('limits the sessions of an account over all apps, also for ten concurrent requests', async () => {
    const { accountId, api } = await createTenant(gateway, 'starter')
    await admin('PATCH', `/accounts/${accountId}`, { plan: 'pro' })
    const second = (await admin('POST', `/accounts/${accountId}/apps`, { name: 'second' })).body.data
    const { key } = (await admin('POST', `/apps/${second.id}/keys`, { name: 'k' })).body.data
    await admin('PATCH', `/accounts/${accountId}`, { plan: 'starter' })
    const apis = [api, caller(`${gateway.info.baseUrl}/api/v1`, { 'x-api-key': key })]
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => apis[n % 2]?.('POST', '/sessions', { name: `s${n}` })),
    )
    expect(answers.map((answer) => answer?.status).sort()).toEqual([201, 201, ...Array(8).fill(403)])
    const refused = await api('POST', '/sessions', { name: 'one more' })
    expect(refused.body.error).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: 'Session limit (2) exceeded',
    })
    const made = answers.findIndex((answer) => answer?.status === 201)
    await apis[made % 2]?.('DELETE', `/sessions/${answers[made]?.body.data.id}`)
    expect((await api('POST', '/sessions', { name: 'one more' })).status).toBe(201)
  })

  it('accepts exactly 100 of 400 concurrent sends if 100 are left', async () => {
    const tenant = await createTenant(gateway, 'starter')
    const { id: session } = await gateway.pair({ api: tenant.api })
    const customer = await gateway.phones.create()
    await setUsed(gateway, tenant.accountId, 4_900)
    const answers = await Promise.all(
      Array.from({ length: 400 }, (_, n) =>
        tenant.api('POST', '/messages/send/text', { session, to: customer, text: `number ${n}` }),
      ),
    )
    const passed = answers.filter(({ status }) => status === 200)
    const refused = answers.filter(({ status }) => status === 403)
    expect([passed.length, refused.length]).toEqual([100, 300])
    expect(refused[0]?.body.error).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: 'Monthly message limit (5000) exceeded',
    })
    expect(await usedBy(gateway, tenant.appId)).toBe(5_000)
    const used = passed.map(({ headers }) => Number(headers.get('x-quota-used')))
    expect(used.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => 4_901 + n))
    expect(passed[0]?.headers.get('x-quota-limit')).toBe('5000')
    const reset = new Date(Number(passed[0]?.headers.get('x-quota-reset')) * 1000).toISOString()
    expect(reset).toMatch(/^\d{4}-\d\d-01T00:00:00.000Z$/)
  })

  it('counts each kind of send but no change to a message, and refunds messages that WhatsApp never got', async () => {
    const { appId, api } = await createTenant(gateway, 'starter')
    const { id: session } = await gateway.pair({ api })
    const to = await gateway.phones.create()
    const id = await sendText(api, session, to, 'one')
    await gateway.phones.waitFor(to, id)
    await api('POST', '/messages/send/reaction', { session, to, messageId: id, emoji: '👍' })
    await api('POST', '/messages/send/poll', { session, to, name: 'When?', options: ['a', 'b'] })
    await api('POST', '/messages/send/location', { session, to, latitude: 1, longitude: 2 })
    const base64 = Buffer.from('words').toString('base64')
    await api('POST', '/messages/send/document', { session, to, base64, filename: 'a.txt' })
    await api('POST', `/messages/${session}/${id}/forward`, { to })
    expect(await usedBy(gateway, appId)).toBe(6)
    expect((await api('POST', `/messages/${session}/${id}/edit`, { text: 'two' })).status).toBe(200)
    expect((await api('POST', '/messages/send/text', { session, to: 'x', text: 'y' })).status).toBe(400)
    await sendText(api, session, '4915112345678', 'nobody has this number')
    await eventually(async () => (await usedBy(gateway, appId)) === 6)
  })
})
