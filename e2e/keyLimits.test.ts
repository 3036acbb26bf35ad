import { describe, expect, it } from 'vitest'
import { type Call, caller } from './support/client.ts'
import { useSharedGateway } from './support/gateway.ts'
import { adminOf, createTenant } from './support/tenants.ts'

const gateway = useSharedGateway()
const FOREVER = '2999-01-01T00:00:00.000Z'

/** Creates a key with limits, and returns its id and a client. */
async function limitedKey(appId: string, limits: object) {
  const { status, body } = await adminOf(gateway)('POST', `/apps/${appId}/keys`, { name: 'agent', ...limits })
  expect(status).toBe(201)
  const { id, key } = body.data
  return { id: id as string, api: caller(`${gateway.info.baseUrl}/api/v1`, { 'x-api-key': key }) }
}

const refusal = async (call: Call) => {
  const { status, body } = await call('GET', '/me')
  return { status, message: body.error?.message }
}

describe('the limits of a key', () => {
  it('are shown to the operator and by GET /me, and stay when the key is replaced', async () => {
    const { appId, api } = await createTenant(gateway, 'self_hosted')
    const { id: session } = (await api('POST', '/sessions', { name: 'one' })).body.data
    const limits = {
      scopes: ['read', 'send'],
      sessions: [session],
      expiresAt: FOREVER,
      allowedIps: ['127.0.0.0/8', '2001:db8::7'],
    }
    const shown = { ...limits, allowedIps: ['127.0.0.0/8', '2001:db8::7/128'] }
    const { id, api: limited } = await limitedKey(appId, limits)
    expect((await limited('GET', '/me')).body.data.key).toMatchObject({ id, ...shown })
    const admin = adminOf(gateway)
    expect((await admin('GET', `/apps/${appId}/keys`)).body.data[0]).toMatchObject({ id, ...shown })
    expect((await admin('POST', `/keys/${id}/regenerate`)).body.data).toMatchObject(shown)
  })

  it('a key without limits has all scopes', async () => {
    const { api } = await createTenant(gateway, 'starter')
    expect((await api('GET', '/me')).body.data.key).toMatchObject({
      scopes: ['read', 'send', 'manage'],
      sessions: null,
      expiresAt: null,
      allowedIps: null,
    })
  })

  it('a changed limit works at once, null removes a limit, and an absent field stays', async () => {
    const { appId } = await createTenant(gateway, 'self_hosted')
    const { id, api } = await limitedKey(appId, { scopes: ['read'], allowedIps: ['127.0.0.1'] })
    const update = async (changes: object) =>
      (await adminOf(gateway)('PATCH', `/keys/${id}`, changes)).body.data
    expect(await update({ allowedIps: ['203.0.113.0/24'] })).toMatchObject({ scopes: ['read'] })
    expect(await refusal(api)).toEqual({
      status: 401,
      message: expect.stringContaining('may not be used from 127.0.0.1'),
    })
    expect(await update({ allowedIps: null })).toMatchObject({ scopes: ['read'], allowedIps: null })
    expect((await refusal(api)).status).toBe(200)
    expect((await api('POST', '/sessions', { name: 'x' })).body.error.message).toBe(
      'This request needs a key with the scope manage. The key has: read.',
    )
    await update({ scopes: ['read', 'manage'] })
    expect((await api('POST', '/sessions', { name: 'x' })).status).toBe(201)
  })

  it('an expired key is 401, and says when it expired', async () => {
    const { appId } = await createTenant(gateway, 'starter')
    const expiresAt = new Date(Date.now() + 1_500).toISOString()
    const { api } = await limitedKey(appId, { expiresAt })
    await expect
      .poll(() => refusal(api))
      .toEqual({ status: 401, message: expect.stringContaining(`expired at ${expiresAt}`) })
  })

  it.each([
    [{ scopes: [] }, 'scopes'],
    [{ scopes: ['read', 'read'] }, 'scopes'],
    [{ scopes: ['admin'] }, 'scopes.0'],
    [{ sessions: [] }, 'sessions'],
    [{ sessions: ['nosuchsessio'] }, 'sessions.0'],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    [{ expiresAt: 'tomorrow' }, 'expiresAt'],
    [{ allowedIps: ['203.0.113'] }, 'allowedIps.0'],
    [{ allowedIps: ['203.0.113.0/33'] }, 'allowedIps.0'],
    [{ allowedIps: ['example.com'] }, 'allowedIps.0'],
  ])('%j is refused at creation and at a change', async (limits, path) => {
    const { appId, keyId } = await createTenant(gateway, 'starter')
    const admin = adminOf(gateway)
    for (const { status, body } of [
      await admin('POST', `/apps/${appId}/keys`, { name: 'agent', ...limits }),
      await admin('PATCH', `/keys/${keyId}`, limits),
    ]) {
      expect([status, body.error.details[0].path]).toEqual([400, path])
    }
  })

  it("another app's session cannot be opened", async () => {
    const [one, other] = [await createTenant(gateway, 'starter'), await createTenant(gateway, 'starter')]
    const { id } = (await other.api('POST', '/sessions', { name: 'theirs' })).body.data
    const { status } = await adminOf(gateway)('PATCH', `/keys/${one.keyId}`, { sessions: [id] })
    expect(status).toBe(400)
  })

  it('a key keeps its other sessions when one of them is deleted', async () => {
    const { appId, api } = await createTenant(gateway, 'self_hosted')
    const ids: string[] = []
    for (const name of ['one', 'two']) ids.push((await api('POST', '/sessions', { name })).body.data.id)
    const { api: limited } = await limitedKey(appId, { sessions: ids })
    await api('DELETE', `/sessions/${ids[0]}`)
    expect((await limited('GET', `/sessions/${ids[0]}`)).status).toBe(404)
    expect((await limited('GET', '/sessions')).body.data.map(({ id }: { id: string }) => id)).toEqual([
      ids[1],
    ])
  })
})
