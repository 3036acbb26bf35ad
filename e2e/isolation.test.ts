import { beforeAll, describe, expect, it } from 'vitest'
import { KEY_SCOPES } from '#shared/contracts/keys.ts'
import { type Answer, type Call, caller } from './support/client.ts'
import { eventually } from './support/eventually.ts'
import { sendText, useSharedGateway, waitForMessage } from './support/gateway.ts'
import { Belongings, slotsOf } from './support/openapi/belongings.ts'
import { type Operation, operationsOf, withPatch } from './support/openapi/document.ts'
import { adminOf, createTenant } from './support/tenants.ts'

// Both sets of requests come from the references of the running gateway, so that they include each new route.

const gateway = useSharedGateway()
const SECRET = 'words that only their own tenant may read'
let operations: Operation[] = []
/** The tenant whose data others try to reach. */
let owner: Belongings
let ownerApi: Call
/** Strings of the owner that no response to others may contain. */
let marks: string[] = []

beforeAll(async () => {
  const { body } = await caller(gateway.info.baseUrl)('GET', '/openapi.json')
  operations = withPatch(operationsOf(body))
  const tenant = await createTenant(gateway, 'self_hosted')
  ownerApi = tenant.api
  const given = await equip(tenant.api, tenant.appId)
  owner = new Belongings(tenant.api, operations, given.things)
  marks = [SECRET, given.phone, given.customer, tenant.accountId, tenant.key]
})

/** Pairs a phone, and creates a message, a group, a list, a campaign, an upload and a webhook call for a tenant. */
async function equip(api: Call, appId: string) {
  const { id: session, phone } = await gateway.pair({ api })
  const customer = await gateway.phones.create(SECRET)
  const messageId = await sendText(api, session, customer, SECRET)
  await waitForMessage(api, session, messageId, ['DELIVERED'])
  // A message makes the chat that the reference has as its example.
  await sendText(api, session, '905551234567', SECRET)
  const slot = (await api('POST', '/media', { mimetype: 'text/plain', size: Buffer.byteLength(SECRET) })).body
    .data
  await fetch(slot.url, { method: 'PUT', headers: slot.headers, body: SECRET })
  const hook = { url: 'http://127.0.0.1:9/', events: ['*'] }
  const webhook = (await api('POST', '/webhooks', hook)).body.data.id
  const { deliveryId } = (await api('POST', `/webhooks/${webhook}/test`)).body.data
  const invited = { session, subject: SECRET, participants: [customer] }
  const groupId = (await api('POST', '/groups/create', invited)).body.data.id
  const sale = {
    session,
    name: SECRET,
    text: SECRET,
    recipients: [{ phone: customer, name: SECRET }],
    draft: true,
  }
  const campaign = (await api('POST', '/broadcast/campaigns', sale)).body.data.id
  const list = { name: SECRET, recipients: sale.recipients }
  const listId = (await api('POST', '/broadcast/lists', list)).body.data.id
  await api('POST', '/broadcast/suppressions', { phone: customer })
  const conversation = await converse(api, appId, { session, phone, customer })
  const personRequest = (await api('POST', `/persons/${customer}/export`)).body.data.id
  const things = {
    sessionId: session,
    groupId,
    '/api/v1/sessions': session,
    '/api/v1/webhooks': webhook,
    '/api/v1/broadcast/campaigns': campaign,
    '/api/v1/broadcast/lists': listId,
    '/api/v1/person-requests': personRequest,
    listId,
    phone: customer,
    messageId,
    mediaId: slot.mediaId,
    deliveryId,
    ...conversation,
    appId,
  }
  return { phone, customer, things }
}

/** Starts a conversation of a customer with a tenant's bot. */
async function converse(
  api: Call,
  appId: string,
  { session, phone, customer }: { session: string; phone: string; customer: string },
) {
  const trigger = { triggerType: 'keyword', triggerValue: { keywords: ['bot'] } }
  const flow = { appId, name: SECRET, sessionId: session, ...trigger }
  const flowId: string = (await api('POST', '/chatbot/flows', flow)).body.data.id
  await api('POST', `/chatbot/flows/${flowId}/steps`, { type: 'wait_reply' })
  await api('POST', `/chatbot/flows/${flowId}/publish`)
  await gateway.phones.write(customer, phone, 'bot')
  const runId: string = await eventually(async () => {
    const { body } = await api('GET', `/chatbot/flows/${flowId}/sessions`)
    return body.data[0]?.id
  })
  return { flowId, runId }
}

/** Returns the operations that need a key. */
function secured(): Operation[] {
  return operations.filter(({ security }) => security.length > 0)
}

/** Picks the properties of a response that identify a failure. */
const named = ({ method, path }: Operation, { status, body }: Answer) => ({
  operation: `${method} ${path}`,
  status,
  code: body?.error?.code,
})

function expectNothingOf(found: string[], answer: Answer, asked: string): void {
  const text = JSON.stringify([answer.body, [...answer.headers]])
  const leaked = found.filter((mark) => text.includes(mark) && !asked.includes(mark))
  expect({ asked, leaked }).toEqual({ asked, leaked: [] })
}

/** The operations that need no key. */
const OPEN = ['/health', '/health/ready', '/openapi.json', '/docs']

it('covers every route: the reference has no other operation without a key', () => {
  expect(secured()).toEqual(operations.filter(({ path }) => !OPEN.includes(path)))
  expect(operations.length).toBeGreaterThan(30)
})

it('answers the owner, so that a later refusal depends on the caller, not on the request', async () => {
  for (const operation of secured().filter(({ method }) => method === 'GET')) {
    const { path } = await owner.request(operation)
    const answer = await ownerApi('GET', path)
    expect(named(operation, answer)).toMatchObject({ operation: `GET ${operation.path}`, status: 200 })
  }
})

describe('without a valid key', () => {
  it.each([
    ['no key', 401, async () => ({})],
    ['an empty key', 401, async () => ({ 'x-api-key': '' })],
    ['a malformed key', 401, async () => ({ 'x-api-key': "vsp_' or 1=1 --" })],
    ['an unknown key', 401, async () => ({ 'x-api-key': `vsp_${'a'.repeat(40)}` })],
    ['the admin token', 401, async () => ({ authorization: `Bearer ${gateway.info.adminToken}` })],
    ['a revoked key', 401, async () => ({ 'x-api-key': await revokedKey() })],
    ['the key of a suspended account', 403, async () => ({ 'x-api-key': await suspendedKey() })],
  ])('%s gets %i from every route', async (_, status, headersOf) => {
    const call = caller(`${gateway.info.baseUrl}/api/v1`, await headersOf())
    for (const operation of secured()) {
      const { path, body } = await owner.request(operation)
      const answer = await call(operation.method, path, body)
      const code = status === 401 ? 'UNAUTHORIZED' : 'FORBIDDEN'
      expect(named(operation, answer)).toEqual({
        operation: `${operation.method} ${operation.path}`,
        status,
        code,
      })
      expectNothingOf([...marks, ...(await owner.ids())], answer, JSON.stringify([path, body]))
    }
  })

  async function revokedKey(): Promise<string> {
    const { key, keyId } = await createTenant(gateway, 'starter')
    await adminOf(gateway)('POST', `/keys/${keyId}/revoke`)
    return key
  }

  async function suspendedKey(): Promise<string> {
    const { key, accountId } = await createTenant(gateway, 'starter')
    await adminOf(gateway)('POST', `/accounts/${accountId}/suspend`)
    return key
  }
})

describe("with another tenant's key", () => {
  it('answers each id of the owner like an unknown id, in every place', async () => {
    const stranger = await createTenant(gateway, 'self_hosted')
    const { things } = await equip(stranger.api, stranger.appId)
    const own = new Belongings(stranger.api, operations, things)
    let tried = 0
    for (const operation of secured()) {
      for (const slot of slotsOf(operation)) {
        const { path, body } = await own.request(operation, { slot, owner })
        const answer = await stranger.api(operation.method, path, body)
        // An unknown upload is a fault of the file, not a missing resource.
        const [status, code] = slot.name === 'mediaId' ? [422, 'UNPROCESSABLE_MEDIA'] : [404, 'NOT_FOUND']
        expect({ slot, ...named(operation, answer) }).toEqual({
          slot,
          operation: `${operation.method} ${operation.path}`,
          status,
          code,
        })
        const ids = [await owner.idFor(slot, operation)]
        const found = [...marks, ...(await owner.ids())].filter((mark) => !ids.includes(mark))
        expectNothingOf(found, answer, JSON.stringify([path, body]))
        tried += 1
      }
    }
    expect(tried).toBeGreaterThan(operations.length)
    // The owner's data is unchanged.
    const [session, message] = [things.sessionId, things.messageId]
    expect((await stranger.api('GET', `/messages/${session}/${message}`)).status).toBe(200)
    const { path } = await owner.request(find('GET', '/messages/{sessionId}/{msgId}'))
    expect((await ownerApi('GET', path)).body.data.content.text).toBe(SECRET)
    expect((await ownerApi('GET', '/sessions')).body.data).toMatchObject([{ status: 'connected' }])
  })

  it('lists and creates only its own things', async () => {
    const stranger = await createTenant(gateway, 'self_hosted')
    const own = new Belongings(stranger.api, operations, {})
    const withoutIds = secured().filter((operation) => slotsOf(operation).length === 0)
    expect(withoutIds.length).toBeGreaterThan(2)
    for (const operation of withoutIds) {
      const { path, body } = await own.request(operation)
      const answer = await stranger.api(operation.method, path, body)
      // Another status shows that the test could not make a valid request. The schema then needs examples.
      expect({ ...named(operation, answer), isSuccess: answer.status < 300 }).toMatchObject({
        isSuccess: true,
      })
      expectNothingOf([...marks, ...(await owner.ids())], answer, JSON.stringify([path, body]))
    }
  })

  const find = (method: string, path: string): Operation => {
    const found = operations.find((one) => one.method === method && one.path === `/api/v1${path}`)
    if (!found) throw new Error(`There is no ${method} ${path}`)
    return found
  }
})

describe("with a limited key of the owner's app", () => {
  it.each(KEY_SCOPES)('the scope %s alone opens its own routes, and no other', async (scope) => {
    const call = await limited({ scopes: [scope] })
    for (const operation of secured()) {
      const isOpen = operation.scope === scope
      // A write that the key may send would change the data of the other tests.
      if (isOpen && operation.method !== 'GET') continue
      const { path, body } = await owner.request(operation)
      const answer = await call(operation.method, path, body)
      expect(named(operation, answer)).toEqual({
        operation: `${operation.method} ${operation.path}`,
        status: isOpen ? 200 : 403,
        code: isOpen ? undefined : 'FORBIDDEN',
      })
      if (isOpen) continue
      expect(answer.body.error.message).toContain(`the scope ${operation.scope}`)
      expectNothingOf([...marks, ...(await owner.ids())], answer, JSON.stringify([path, body]))
    }
  })

  it('a key of one session gets 404 for another session, 403 for the whole app, and nothing of either', async () => {
    const { id } = (await ownerApi('POST', '/sessions', { name: 'other' })).body.data
    const call = await limited({ sessions: [id] })
    // The app and the account are those of the key.
    const found = [...marks, ...(await owner.ids())].filter((mark) => !/^(app|acc)_/.test(mark))
    const open: string[] = []
    for (const operation of secured()) {
      const { path, body } = await owner.request(operation)
      const answer = await call(operation.method, path, body)
      const hidden = answer.status === 403 ? 'FORBIDDEN' : 'NOT_FOUND'
      if (answer.status < 300) open.push(`${operation.method} ${operation.path}`)
      else expect(named(operation, answer).code).toBe(hidden)
      expectNothingOf(found, answer, JSON.stringify([path, body]))
    }
    expect(open.sort()).toEqual([
      'GET /api/v1/apps/me',
      'GET /api/v1/events',
      'GET /api/v1/me',
      'GET /api/v1/sessions',
      'POST /api/v1/media',
    ])
    expect((await call('GET', '/sessions')).body.data.map((one: { id: string }) => one.id)).toEqual([id])
    expect((await call('GET', `/sessions/${id}`)).status).toBe(200)
    await ownerApi('DELETE', `/sessions/${id}`)
  })

  async function limited(limits: object) {
    const { id: appId } = (await ownerApi('GET', '/me')).body.data.app
    const answer = await adminOf(gateway)('POST', `/apps/${appId}/keys`, { name: 'limited', ...limits })
    return caller(`${gateway.info.baseUrl}/api/v1`, { 'x-api-key': answer.body.data.key })
  }
})

describe('the management API', () => {
  it.each([
    ['no token', () => ({})],
    ['a wrong token', () => ({ authorization: 'Bearer wrong' })],
    [
      'an API key',
      () => ({ authorization: `Bearer ${gateway.info.apiKey}`, 'x-api-key': gateway.info.apiKey }),
    ],
  ])('answers 401 to %s on every route', async (_, headersOf) => {
    const { body: reference } = await adminOf(gateway)('GET', '/openapi.json')
    const admin = withPatch(operationsOf(reference))
    expect(admin.length).toBeGreaterThan(15)
    const call = caller(`${gateway.info.baseUrl}/admin/v1`, headersOf())
    for (const operation of [
      ...admin,
      { method: 'GET', path: '/openapi.json' },
      { method: 'GET', path: '/' },
    ]) {
      const answer = await call(operation.method, operation.path.replace(/\{\w+\}/g, 'x'))
      expect([operation.path, answer.status, answer.body.error.code]).toEqual([
        operation.path,
        401,
        'UNAUTHORIZED',
      ])
    }
  })

  it('is not in the reference of tenants', () => {
    expect(secured().filter(({ path }) => !path.startsWith('/api/v1/'))).toEqual([])
  })
})
