import { beforeAll, describe, expect, it } from 'vitest'
import type { Call } from './support/client.ts'
import { useSharedGateway } from './support/gateway.ts'
import { createTenant } from './support/tenants.ts'

const gateway = useSharedGateway()
const PAGE = 'https://app.example.com'
const OTHER = 'https://other.example.com'
let tenant: { api: Call; key: string }

beforeAll(async () => {
  tenant = await createTenant(gateway, 'self_hosted')
  const other = await createTenant(gateway, 'self_hosted')
  await tenant.api('PATCH', '/apps/me', { corsOrigins: [PAGE, 'http://localhost:5173'] })
  await other.api('PATCH', '/apps/me', { corsOrigins: [OTHER] })
})

/** Sends a request as a page of an origin does. */
async function from(origin: string, path: string, init: RequestInit = {}) {
  const headers = { ...(init.headers as Record<string, string>), origin }
  const response = await fetch(`${gateway.info.baseUrl}/api/v1${path}`, { ...init, headers })
  await response.arrayBuffer()
  return response
}

/** Sends the preflight of a POST. */
const preflight = (origin: string, path = '/messages/send/text') =>
  from(origin, path, {
    method: 'OPTIONS',
    headers: {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-api-key,content-type',
    },
  })

const allowed = ({ headers }: Response) => headers.get('access-control-allow-origin')

describe('a preflight', () => {
  it.each(['/messages/send/text', '/webhooks', '/sessions/x', '/nothing'])(
    'to %s passes for an origin that an app names',
    async (path) => {
      const response = await preflight(PAGE, path)
      expect([response.status, allowed(response)]).toEqual([204, PAGE])
      expect(response.headers.get('access-control-allow-headers')).toContain('x-api-key')
      expect(response.headers.get('access-control-allow-methods')).toContain('PATCH')
      expect(response.headers.get('access-control-allow-credentials')).toBeNull()
      expect(response.headers.get('vary')).toContain('Origin')
    },
  )

  it.each(['https://evil.example', 'null', 'https://app.example.com.evil.example', 'http://app.example.com'])(
    'from %s allows nothing',
    async (origin) => {
      expect(allowed(await preflight(origin))).toBeNull()
    },
  )

  it('passes soon after an app names the origin, and no longer after its removal', async () => {
    const { api } = await createTenant(gateway, 'starter')
    const origin = 'https://late.example.com'
    expect(allowed(await preflight(origin))).toBeNull()
    await api('PATCH', '/apps/me', { corsOrigins: [origin] })
    await expect.poll(async () => allowed(await preflight(origin))).toBe(origin)
    await api('PATCH', '/apps/me', { corsOrigins: [] })
    await expect.poll(async () => allowed(await preflight(origin))).toBeNull()
  })
})

describe('an answer', () => {
  const get = (origin: string, path = '/sessions', key = tenant.key) =>
    from(origin, path, { headers: { 'x-api-key': key } })

  it('can be read by a page of the app, with its headers, also if it is an error', async () => {
    for (const path of ['/sessions', '/sessions/unknown', '/apps/me', '/webhooks/unknown']) {
      const response = await get(PAGE, path)
      expect([path, allowed(response)]).toEqual([path, PAGE])
      expect(response.headers.get('access-control-expose-headers')).toContain('X-Request-Id')
      expect(response.headers.get('vary')).toContain('Origin')
    }
  })

  it("cannot be read by a page of another app, although that page's preflight passes", async () => {
    expect(allowed(await preflight(OTHER))).toBe(OTHER)
    expect(allowed(await get(OTHER))).toBeNull()
  })

  it('to an unknown key cannot be read', async () => {
    const response = await get(PAGE, '/sessions', `vsp_${'a'.repeat(40)}`)
    expect([response.status, allowed(response)]).toEqual([401, null])
  })
})

describe('the origins of an app', () => {
  it('are none by default, and are shown', async () => {
    const { api } = await createTenant(gateway, 'starter')
    expect((await api('GET', '/apps/me')).body.data.corsOrigins).toEqual([])
    expect((await api('PUT', '/apps/me', { name: 'Shop' })).body.data).toMatchObject({
      name: 'Shop',
      corsOrigins: [],
    })
  })

  it.each([
    '*',
    'null',
    'app.example.com',
    'https://app.example.com/',
    'https://APP.example.com',
    'http://app.example.com',
    'https://app.example.com/path',
    'https://u:p@app.example.com',
    'ftp://app.example.com',
    'https://app.example.com:443',
  ])('%s is refused', async (origin) => {
    const { status, body } = await tenant.api('PATCH', '/apps/me', { corsOrigins: [origin] })
    expect([status, body.error.details[0].path]).toEqual([400, 'corsOrigins.0'])
  })
})
