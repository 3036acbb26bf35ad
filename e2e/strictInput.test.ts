import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { flowSteps, flows } from '#shared/database/index.ts'
import { type Answer, type Call, caller } from './support/client.ts'
import { useSharedGateway } from './support/gateway.ts'
import { adminOf } from './support/tenants.ts'

const gateway = useSharedGateway()
let session = ''
let appId = ''
const api: Call = (...request) => gateway.api(...request)

beforeAll(async () => {
  session = (await gateway.pair()).id
  appId = gateway.info.appId
})

const faultsOf = ({ status, body }: Answer) => [status, body.error?.code, body.error?.details]
const refused = (...details: object[]) => [400, 'VALIDATION_ERROR', details]
const unknown = (path: string, known?: string) =>
  refused({
    path,
    message: known === undefined ? 'unknown; remove the field' : `unknown; did you mean ${known}?`,
  })

const to = '905551234567'
const recipients = [{ phone: to }]

describe('an unknown field', () => {
  it.each<[string, string, object, string, string?]>([
    [
      'of a campaign',
      '/broadcast/campaigns',
      { name: 'x', text: 'x', recipients, scheduled_at: '2030-01-01T00:00:00Z' },
      'scheduled_at',
      'scheduledAt',
    ],
    [
      'of a recipient',
      '/broadcast/lists',
      { name: 'x', recipients: [{ phone: to, surename: 'x' }] },
      'recipients.0.surename',
      'surname',
    ],
    [
      'of quiet hours',
      '/broadcast/campaigns',
      {
        name: 'x',
        text: 'x',
        recipients,
        pacing: { quietHours: { from: '21:00', to: '09:00', timezone: 'UTC', tz: 'UTC' } },
      },
      'pacing.quietHours.tz',
    ],
    ['of a text', '/messages/send/text', { to, text: 'x', qouted: 'x' }, 'qouted', 'quoted'],
    [
      'of a link preview',
      '/messages/send/text',
      { to, text: 'x', linkPreview: { url: 'https://example.com', title: 'x', Description: 'x' } },
      'linkPreview.Description',
      'description',
    ],
    [
      'of a contact card',
      '/messages/send/contact',
      { to, contacts: [{ name: 'x', phone: to, phones: to }] },
      'contacts.0.phones',
      'phone',
    ],
    ['of an audio: a caption', '/messages/send/audio', { to, base64: 'aGk=', caption: 'x' }, 'caption'],
    ['of a sticker: a caption', '/messages/send/sticker', { to, base64: 'aGk=', caption: 'x' }, 'caption'],
    [
      'of an image: a file name',
      '/messages/send/image',
      { to, base64: 'aGk=', filename: 'x.png' },
      'filename',
    ],
    ['of a video: ptt', '/messages/send/video', { to, base64: 'aGk=', ptt: true }, 'ptt'],
  ])('%s is refused with its path and the nearest name', async (_, path, body, fault, known) => {
    const needsSession = path !== '/broadcast/lists'
    const answer = await api('POST', path, { ...body, ...(needsSession && { session }) })
    expect(faultsOf(answer)).toEqual(unknown(fault, known))
    expect(answer.body.error.message).toContain(`${fault}: unknown`)
  })

  it.each<[string, object, string]>([
    [
      'a caption of a text',
      { text: 'x', caption: 'x' },
      'caption: has no effect with type text; remove the field',
    ],
    [
      'a text of an image',
      { type: 'image', base64: 'aGk=', text: 'x' },
      'text: has no effect with type image; remove the field',
    ],
    [
      'a caption of a sticker',
      { type: 'sticker', base64: 'aGk=', caption: 'x' },
      'caption: has no effect with type sticker; remove the field',
    ],
    ['ptt of a text', { text: 'x', ptt: true }, 'ptt: has no effect with type text; remove the field'],
    [
      'a time zone without a time',
      { text: 'x', timezone: 'UTC' },
      'timezone: has no effect without scheduledAt; remove the field',
    ],
    [
      'a time zone beside an offset',
      { text: 'x', timezone: 'UTC', scheduledAt: '2030-01-01T00:00:00Z' },
      'timezone: has no effect with an offset in scheduledAt; remove the field',
    ],
  ])('that the type of a campaign ignores is refused: %s', async (_, given, message) => {
    const answer = await api('POST', '/broadcast/campaigns', {
      session,
      name: 'x',
      recipients,
      draft: true,
      ...given,
    })
    expect([answer.status, answer.body.error.message]).toEqual([400, message])
  })

  it('is refused on a route without a body', async () => {
    const { id } = (
      await api('POST', '/broadcast/campaigns', { session, name: 'x', text: 'x', recipients, draft: true })
    ).body.data
    const later = { scheduledAt: '2030-01-01T00:00:00Z' }
    expect(faultsOf(await api('POST', `/broadcast/campaigns/${id}/start`, later))).toEqual(
      unknown('scheduledAt'),
    )
    expect(faultsOf(await api('DELETE', `/broadcast/campaigns/${id}`, { force: true }))).toEqual(
      unknown('force'),
    )
    expect((await api('DELETE', `/broadcast/campaigns/${id}`, {})).status).toBe(200)
  })

  it.each([
    ['/sessions?limits=1', unknown('limits', 'limit')],
    ['/sessions?limit=1&limit=2', refused({ path: 'limit', message: 'Give this parameter once' })],
    ['/sessions?limit=0x10', refused({ path: 'limit', message: 'Give a whole number in decimal digits' })],
    ['/webhooks?__proto__=1', refused({ path: '__proto__', message: expect.stringMatching(/reserved/) })],
    ['/chatbot/stats?days=1e1', refused({ path: 'days', message: 'Give a whole number in decimal digits' })],
  ])('is refused in a query: %s', async (path, expected) => {
    expect(faultsOf(await api('GET', path))).toEqual(expected)
  })

  it('is refused if a check of numbers repeats the parameter', async () => {
    const path = `/contacts/${session}/check?phones=905550000001&phones=905550000002`
    expect(faultsOf(await api('GET', path))).toEqual(
      refused({ path: 'phones', message: 'Give this parameter once' }),
    )
  })

  it('is refused beside a JSON list if only a CSV upload has this parameter', async () => {
    const answer = await api('POST', '/broadcast/lists?name=x', { name: 'x' })
    expect(faultsOf(answer)).toEqual(refused({ path: 'name', message: expect.stringMatching(/JSON body/) }))
  })

  it('is refused by the management API', async () => {
    const admin = adminOf(gateway)
    expect(faultsOf(await admin('POST', '/accounts', { name: 'x', plan: 'pro', app_name: 'x' }))).toEqual(
      unknown('app_name', 'appName'),
    )
    expect(faultsOf(await admin('GET', '/sessions?state=connected'))).toEqual(unknown('state', 'status'))
  })
})

describe('a flow', () => {
  const flow = { name: 'Bot', triggerType: 'keyword', triggerValue: { keywords: ['hi'] } }

  it.each<[string, object, object[]]>([
    [
      'a misspelt keyword list',
      { triggerValue: { keyword: ['hi'] } },
      unknown('triggerValue.keyword', 'keywords') as object[],
    ],
    ['keywords of a schedule', { triggerType: 'schedule' }, unknown('triggerValue.keywords') as object[]],
    [
      'a misspelt window',
      { triggerType: 'schedule', triggerValue: { windows: [{ from: '09:00', to: '18:00', day: ['mon'] }] } },
      unknown('triggerValue.windows.0.day', 'days') as object[],
    ],
  ])('is refused with %s', async (_, given, expected) => {
    expect(faultsOf(await api('POST', '/chatbot/flows', { appId, ...flow, ...given }))).toEqual(expected)
  })

  it('keeps a trigger as given, without the defaults', async () => {
    const { body } = await api('POST', '/chatbot/flows', { appId, ...flow })
    expect(body.data.triggerValue).toEqual(flow.triggerValue)
    const patched = await api('PATCH', `/chatbot/flows/${body.data.id}`, { triggerValue: { keyword: ['x'] } })
    expect(faultsOf(patched)).toEqual(unknown('triggerValue.keyword', 'keywords'))
  })

  it('refuses unknown and reserved names in the configuration of a step, at every depth', async () => {
    const { id } = (await api('POST', '/chatbot/flows', { appId, ...flow })).body.data
    const add = (type: string, config: object, more = {}) =>
      api('POST', `/chatbot/flows/${id}/steps`, { type, config, ...more })
    expect(faultsOf(await add('send_text', { message: 'x', mesage: 'x' }))).toEqual(
      unknown('config.mesage', 'message'),
    )
    const rule = { variable: 'a', operator: 'exists', operater: 'equals' }
    expect(faultsOf(await add('condition', { rules: [rule] }))).toEqual(
      unknown('config.rules.0.operater', 'operator'),
    )
    const reserved = { message: expect.stringMatching(/reserved/) }
    for (const [type, config, path] of [
      [
        'webhook',
        { url: 'https://example.com', headers: { constructor: 'x' } },
        'config.headers.constructor',
      ],
      [
        'webhook',
        { url: 'https://example.com', variables: { prototype: 'x' } },
        'config.variables.prototype',
      ],
      ['set_variable', { name: 'constructor', value: 'x' }, 'config.name'],
      ['send_buttons', { message: 'x', buttons: [{ id: 'constructor', label: 'x' }] }, 'config.buttons.0.id'],
    ] as const)
      expect([path, faultsOf(await add(type, config))]).toEqual([path, refused({ path, ...reserved })])
    expect(
      faultsOf(await add('send_text', { message: 'x' }, { connections: { constructor: null } })),
    ).toEqual(refused({ path: 'connections.constructor', ...reserved }))
    const step = (await add('webhook', { url: 'https://example.com', body: { constructor: { any: 1 } } }))
      .body.data
    expect(step.config.body).toEqual({ constructor: { any: 1 } })
    const path = `/chatbot/flows/${id}/steps/${step.id}`
    const url = 'https://example.com'
    expect(faultsOf(await api('PATCH', path, { config: { url, uri: 'x' } }))).toEqual(
      unknown('config.uri', 'url'),
    )
  })

  it('plays and publishes with a warning if it was stored with unknown names', async () => {
    const { db } = gateway.services
    const { id } = (await api('POST', '/chatbot/flows', { appId, ...flow, sessionId: session })).body.data
    const step = (await api('POST', `/chatbot/flows/${id}/steps`, { type: 'wait_reply' })).body.data
    const config = {
      message: 'Hello',
      old: 1,
      buttons: [{ id: 'constructor2', label: 'Yes', colour: 'red' }],
    }
    await db.update(flowSteps).set({ type: 'send_buttons', config }).where(eq(flowSteps.id, step.id))
    await db
      .update(flows)
      .set({ triggerValue: { keywords: ['hi'], old: 1 } })
      .where(eq(flows.id, id))
    const { status, body } = await api('POST', `/chatbot/flows/${id}/publish`)
    const paths = body.data.warnings.map(({ path }: { path: string }) => path.replace(step.id, 'stp'))
    expect([status, paths]).toEqual([
      200,
      ['triggerValue.old', 'steps.stp.config.buttons.0.colour', 'steps.stp.config.old'],
    ])
    const played = await api('POST', `/chatbot/flows/${id}/simulate`, {
      messages: ['hi'],
      version: 'published',
    })
    expect(played.body.data).toMatchObject({ status: 'completed' })
    await api('DELETE', `/chatbot/flows/${id}`)
  })
})

describe('a reserved name', () => {
  it.each(['__proto__', 'constructor', 'prototype', ' __proto__ '])(
    '%s is refused as a variable and as a column',
    async (name) => {
      const body = `{"name":"x","recipients":[{"phone":"${to}","variables":{"${name}":"x"}}]}`
      const headers = { 'x-api-key': gateway.info.apiKey, 'content-type': 'application/json' }
      const url = `${gateway.info.baseUrl}/api/v1/broadcast/lists`
      const json = await fetch(url, { method: 'POST', headers, body })
      expect([json.status, ((await json.json()) as Answer['body']).error.details]).toEqual([
        400,
        [{ path: `recipients.0.variables.${name}`, message: expect.stringMatching(/reserved/) }],
      ])
      const csv = await fetch(`${url}?name=x`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'text/csv' },
        body: `phone,${name}\n${to},x\n`,
      })
      expect([csv.status, ((await csv.json()) as Answer['body']).error.message]).toEqual([
        400,
        expect.stringMatching(/reserved/),
      ])
    },
  )
})

describe('white space alone', () => {
  it.each<[string, object, string]>([
    ['/messages/send/text', { to, text: ' \n\t' }, 'text'],
    ['/messages/send/image', { to, base64: 'aGk=', caption: '  ' }, 'caption'],
    ['/messages/send/poll', { to, name: ' ', options: ['a', 'b'] }, 'name'],
    ['/messages/send/poll', { to, name: 'x', options: ['a', '\u00A0'] }, 'options.1'],
    ['/messages/send/contact', { to, contacts: [{ name: '\u3000', phone: to }] }, 'contacts.0.name'],
    ['/messages/send/document', { to, base64: 'aGk=', filename: ' ' }, 'filename'],
    ['/messages/send/location', { to, latitude: 1, longitude: 1, name: ' ' }, 'name'],
    ['/groups/create', { subject: '   ', participants: [to] }, 'subject'],
    ['/broadcast/campaigns', { name: ' ', text: 'x', recipients }, 'name'],
    ['/broadcast/campaigns', { name: 'x', text: ' ', recipients }, 'text'],
  ])('is no text: %s', async (path, body, fault) => {
    const answer = await api('POST', path, { session, ...body })
    expect([answer.status, answer.body.error.details.map(({ path: at }: { path: string }) => at)]).toEqual([
      400,
      [fault],
    ])
  })
})

describe('GET, then PUT of the whole answer', () => {
  /** Sends a resource back whole by PUT and by PATCH, and expects that it stays as it is. */
  async function expectUnchanged(
    call: Call,
    get: string,
    put: string,
    more: object = {},
    pick = (data: Answer['body']) => data,
  ) {
    const read = async () => pick((await call('GET', get)).body.data)
    const { updatedAt: _, ...before } = await read()
    for (const method of ['PUT', 'PATCH']) {
      const { status, body } = await call(method, put, { ...(await read()), ...more })
      expect([method, status, body.error]).toEqual([method, 200, undefined])
    }
    const { updatedAt: __, ...after } = await read()
    expect(after).toEqual(before)
  }

  it('changes no session, with and without status posts', async () => {
    await expectUnchanged(api, `/sessions/${session}`, `/sessions/${session}`)
    await api('PUT', `/sessions/${session}`, { receiveStatus: true })
    await expectUnchanged(api, `/sessions/${session}`, `/sessions/${session}`)
    const { data } = (await api('PATCH', `/sessions/${session}`, { receiveStatus: false })).body
    expect(data.receiveStatus).toBeUndefined()
  })

  it('changes no webhook, in any state', async () => {
    const hook = { url: 'http://127.0.0.1:9/', events: ['message.read'], inlineLimitBytes: 7 }
    const { id } = (await api('POST', '/webhooks', hook)).body.data
    await expectUnchanged(api, `/webhooks/${id}`, `/webhooks/${id}`)
    await api('PUT', `/webhooks/${id}`, { enabled: false })
    await expectUnchanged(api, `/webhooks/${id}`, `/webhooks/${id}`)
    await api('DELETE', `/webhooks/${id}`)
  })

  it('changes no list, and keeps its recipients', async () => {
    const { id } = (await api('POST', '/broadcast/lists', { name: 'Whole', recipients })).body.data
    await expectUnchanged(api, `/broadcast/lists/${id}`, `/broadcast/lists/${id}`)
    expect((await api('GET', `/broadcast/lists/${id}`)).body.data.recipients).toBe(1)
  })

  it('changes no flow, no step and no arrangement', async () => {
    const flow = { appId, name: 'Whole', triggerType: 'schedule', triggerValue: { timezone: 'UTC' } }
    const { id } = (await api('POST', '/chatbot/flows', flow)).body.data
    const path = `/chatbot/flows/${id}`
    await expectUnchanged(api, path, path)
    await api('POST', `${path}/steps`, { type: 'send_text', config: { message: 'Hi' } })
    const second = (
      await api('POST', `${path}/steps`, { type: 'wait_reply', name: 'Ask', config: { timeout: 5 } })
    ).body.data
    await expectUnchanged(api, path, path)
    await expectUnchanged(api, path, `${path}/steps/${second.id}`, {}, ({ steps }) => steps[1])
    await expectUnchanged(api, path, `${path}/steps/batch`, {}, ({ steps }) => ({ steps }))
  })

  it('changes no group and no settings', async () => {
    const customer = await gateway.phones.create('Member')
    const group = { session, subject: 'Whole', participants: [customer] }
    const { id } = (await api('POST', '/groups/create', group)).body.data
    const get = `/groups/${session}/${id}`
    await expectUnchanged(api, get, `/groups/${id}`, { session })
    await expectUnchanged(api, get, `/groups/${id}/settings`, { session })
  })

  it('changes no account', async () => {
    const admin = adminOf(gateway)
    const { id } = (await admin('POST', '/accounts', { name: 'Whole', plan: 'pro' })).body.data
    await expectUnchanged(admin, `/accounts/${id}`, `/accounts/${id}`)
  })

  it('still refuses an unknown field', async () => {
    const { id } = (await api('POST', '/broadcast/lists', { name: 'Whole' })).body.data
    const whole = (await api('GET', `/broadcast/lists/${id}`)).body.data
    expect(faultsOf(await api('PUT', `/broadcast/lists/${id}`, { ...whole, nmae: 'x' }))).toEqual(
      unknown('nmae', 'name'),
    )
  })
})

describe('the answer to many faults', () => {
  it('has 50 faults and short paths, also as it is kept under an Idempotency-Key', async () => {
    const contacts = Array.from({ length: 50 }, () =>
      Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${index}${'x'.repeat(1_000)}`, 1])),
    )
    const headers = { 'idempotency-key': `many faults ${Date.now()}` }
    const send = () => api('POST', '/messages/send/contact', { session, to, contacts }, headers)
    const [first, second] = [await send(), await send()]
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    for (const { status, body } of [first, second]) {
      expect([status, body.error.details.length]).toEqual([400, 50])
      for (const { path } of body.error.details) expect(path.length).toBeLessThanOrEqual(200)
      expect(body.error.details.at(-1).message).toMatch(/left out/)
      expect(JSON.stringify(body).length).toBeLessThan(20_000)
    }
  })

  it('is short for a key of 50 KB, and for a long name in a query', async () => {
    const call = caller(`${gateway.info.baseUrl}/api/v1`, { 'x-api-key': gateway.info.apiKey })
    const long = { ['k'.repeat(50_000)]: 1 }
    const contacts = Array.from({ length: 102 }, () => long)
    const body = await call('POST', '/messages/send/contact', { session, to, contacts })
    const query = await call('GET', `/sessions?${'q'.repeat(5_000)}=1`)
    for (const answer of [body, query]) {
      expect(answer.status).toBe(400)
      expect(JSON.stringify(answer.body).length).toBeLessThan(2_000)
    }
  })
})
