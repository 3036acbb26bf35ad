import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { flowSteps } from '#shared/database/index.ts'
import type { Call } from './support/client.ts'
import { eventually } from './support/eventually.ts'
import { useSharedGateway } from './support/gateway.ts'

const gateway = useSharedGateway()
let session = ''
let appId = ''
const api: Call = (...request) => gateway.api(...request)

beforeAll(async () => {
  session = (await gateway.pair()).id
  appId = gateway.info.appId
})

const keyword = { triggerType: 'keyword', triggerValue: { keywords: ['hello'], matchType: 'contains' } }

/** Creates a draft on a session without published flows. */
async function draft(given: object = {}): Promise<string> {
  const { body } = await api('POST', '/chatbot/flows', { appId, name: 'Bot', ...keyword, ...given })
  return body.data.id
}

async function addStep(
  flowId: string,
  type: string,
  config: object,
  connections: object = {},
): Promise<string> {
  const { status, body } = await api('POST', `/chatbot/flows/${flowId}/steps`, { type, config, connections })
  expect([status, body.data?.type]).toEqual([201, type])
  return body.data.id
}

/** Stores a step as an earlier version of the gateway did, without a check. */
async function storeStep(flowId: string, type: string, config: object): Promise<string> {
  const id = `stp_${randomBytes(10).toString('hex')}`
  const drawing = { connections: {}, position: { x: 0, y: 0 } }
  await gateway.services.db
    .insert(flowSteps)
    .values({ id, appId, flowId, type, config: { ...config }, ...drawing })
  return id
}

describe('a flow', () => {
  it('is created, shown, listed, changed by PUT and by PATCH, and deleted with its steps', async () => {
    const id = await draft({ sessionId: session })
    expect((await api('GET', `/chatbot/flows/${id}`)).body.data).toMatchObject({
      ...{ id, appId, name: 'Bot', status: 'draft', enabled: true, sessionId: session, steps: [] },
      ...keyword,
    })
    for (const method of ['PUT', 'PATCH']) {
      const { status, body } = await api(method, `/chatbot/flows/${id}`, { name: method, enabled: false })
      expect([status, body.data]).toMatchObject([200, { name: method, enabled: false, ...keyword }])
    }
    const listed = await api('GET', `/chatbot/flows?appId=${appId}&limit=100`)
    expect(listed.body.data).toContainEqual(expect.objectContaining({ id, name: 'PATCH' }))
    expect((await api('DELETE', `/chatbot/flows/${id}`)).body.data).toEqual({ id, deleted: true })
    expect((await api('GET', `/chatbot/flows/${id}`)).status).toBe(404)
  })

  it.each([
    ['without a name', { name: '' }, 'name'],
    ['with a name of 101 characters', { name: 'x'.repeat(101) }, 'name'],
    ['of an unknown trigger', { triggerType: 'magic' }, 'triggerType'],
    [
      'with a pattern that is none',
      { triggerValue: { keywords: ['('], matchType: 'regex' } },
      'triggerValue.keywords.0',
    ],
    [
      'with a time zone that is none',
      { triggerType: 'schedule', triggerValue: { timezone: 'Mars' } },
      'triggerValue.timezone',
    ],
  ])('is refused %s', async (_, given, path) => {
    const answer = await api('POST', '/chatbot/flows', { appId, name: 'Bot', ...keyword, ...given })
    expect([answer.status, answer.body.error.code]).toEqual([400, 'VALIDATION_ERROR'])
    expect(answer.body.error.details[0].path).toBe(path)
  })

  it('keeps a trigger that its new type has, and refuses a new type that would lose a field', async () => {
    const stopWords = ['dur']
    const id = await draft({ triggerType: 'first_contact', triggerValue: { stopWords } })
    const update = (body: object) => api('PUT', `/chatbot/flows/${id}`, body)
    const kept = await update({ triggerType: 'keyword' })
    expect(kept.body.data).toMatchObject({ triggerType: 'keyword', triggerValue: { stopWords } })
    await update(keyword)
    const refused = await update({ triggerType: 'schedule', name: 'Office hours' })
    expect(refused.body.error.details).toEqual([
      ...['triggerValue.keywords', 'triggerValue.matchType'].map((path) => ({
        path,
        message: 'has no effect with triggerType schedule. Give triggerValue together with the new type',
      })),
    ])
    expect((await api('GET', `/chatbot/flows/${id}`)).body.data).toMatchObject({ ...keyword, name: 'Bot' })
    expect((await update({ triggerType: 'schedule', triggerValue: {} })).status).toBe(200)
  })

  it('is created once for a repeated request', async () => {
    const headers = { 'idempotency-key': 'flow-once' }
    const body = { appId, name: 'Once', ...keyword }
    const [first, second] = [
      await api('POST', '/chatbot/flows', body, headers),
      await api('POST', '/chatbot/flows', body, headers),
    ]
    expect(second.body.data.id).toBe(first.body.data.id)
  })
})

describe('steps', () => {
  it('are changed and deleted, and connections to a deleted step are removed', async () => {
    const flowId = await draft()
    const second = await addStep(flowId, 'send_text', { message: 'two' })
    const first = await addStep(flowId, 'send_text', { message: 'one' }, { default: second })
    const path = `/chatbot/flows/${flowId}/steps/${first}`
    const changed = await api('PATCH', path, { config: { message: 'uno' }, position: { x: 10, y: 20 } })
    expect(changed.body.data).toMatchObject({
      ...{ config: { message: 'uno' }, position: { x: 10, y: 20 } },
      ...{ connections: { default: second }, outlets: ['default'] },
    })
    expect((await api('DELETE', `/chatbot/flows/${flowId}/steps/${second}`)).status).toBe(200)
    const { steps, startStepId } = (await api('GET', `/chatbot/flows/${flowId}`)).body.data
    expect([steps, startStepId]).toMatchObject([[{ id: first, connections: { default: null } }], null])
  })

  it('keep their configuration, or refuse a new type that would lose a field', async () => {
    const flowId = await draft()
    const id = await addStep(flowId, 'send_text', { message: 'Hello' })
    const update = (body: object) => api('PATCH', `/chatbot/flows/${flowId}/steps/${id}`, body)
    const config = { message: 'Hello' }
    expect((await update({ type: 'send_text', name: 'Greeting' })).body.data).toMatchObject({ config })
    const refused = await update({ type: 'delay', name: 'Pause' })
    expect(refused.body.error.details).toEqual([
      {
        path: 'config.message',
        message: 'has no effect with type delay. Give config together with the new type',
      },
    ])
    const { steps } = (await api('GET', `/chatbot/flows/${flowId}`)).body.data
    expect(steps).toMatchObject([{ type: 'send_text', name: 'Greeting', config }])
    const changed = await update({ type: 'delay', config: { seconds: 5 } })
    expect(changed.body.data).toMatchObject({ type: 'delay', config: { seconds: 5 } })
  })

  it('are arranged all or none', async () => {
    const flowId = await draft()
    const ids = [await addStep(flowId, 'wait_reply', {}), await addStep(flowId, 'wait_reply', {})]
    const path = `/chatbot/flows/${flowId}/steps/batch`
    const [id, to] = ids
    const steps = [
      { id, position: { x: 1, y: 1 }, connections: { default: to } },
      { id: to, position: { x: 2, y: 2 } },
    ]
    const refused = await api('PUT', path, {
      steps: [...steps, { id: 'stp_nobody', position: { x: 3, y: 3 } }],
    })
    expect(refused.status).toBe(404)
    const wrong = await api('PUT', path, {
      steps: [steps[0], { id: to, connections: { default: 'stp_nobody' } }],
    })
    expect([wrong.status, wrong.body.error.details[0].path]).toEqual([400, 'steps.1.connections.default'])
    const before = (await api('GET', `/chatbot/flows/${flowId}`)).body.data.steps
    expect(before).toMatchObject([{ position: { x: 0 } }, { position: { x: 0 } }])
    const arranged = await api('PATCH', path, { steps })
    expect(arranged.body.data.steps).toMatchObject([
      { id, position: { x: 1 }, connections: { default: to } },
      { id: to, position: { x: 2 } },
    ])
  })
})

it("limits the number of a step's connections", async () => {
  const flowId = await draft()
  const connections = Object.fromEntries(Array.from({ length: 31 }, (_, index) => [`o${index}`, null]))
  const answer = await api('POST', `/chatbot/flows/${flowId}/steps`, { type: 'wait_reply', connections })
  expect([answer.status, answer.body.error.details[0].path]).toEqual([400, 'connections'])
})

describe('a step', () => {
  const url = 'https://example.com'
  const buttons = [{ id: 'a', label: 'A' }]
  it.each([
    ['send_text', { message: ' \n ' }, 'config.message'],
    ['wait_reply', { timeout: '1 min' }, 'config.timeout'],
    ['webhook', { url, method: 'GET', body: { a: 1 } }, 'config.body'],
    ['webhook', { url, variables: { name: 'items[*].name' } }, 'config.variables.name'],
    ['condition', { rules: [{ variable: 'x', operator: 'regex', value: '(' }] }, 'config.rules.0.value'],
  ])('%s with %j is refused at %s, when it is added and when it is changed', async (type, config, path) => {
    const flowId = await draft()
    const id = await storeStep(flowId, type, {})
    for (const [method, at] of [
      ['POST', `/chatbot/flows/${flowId}/steps`],
      ['PATCH', `/chatbot/flows/${flowId}/steps/${id}`],
      ['PUT', `/chatbot/flows/${flowId}/steps/${id}`],
    ] as const) {
      const { status, body } = await api(method, at, { type, config })
      expect([method, status, body.error.details[0].path]).toEqual([method, 400, path])
    }
  })

  it('takes words and numbers as people write them, and shows them in their listed form', async () => {
    const flowId = await draft()
    const at = `/chatbot/flows/${flowId}/steps`
    const written = { timeout: '30', timeoutAction: 'End', variable: '{{answer}}' }
    const shown = { timeout: 30, timeoutAction: 'end', variable: 'answer' }
    const added = await api('POST', at, { type: 'Wait_Reply', config: written })
    expect([added.status, added.body.data]).toMatchObject([201, { type: 'wait_reply', config: shown }])
    const changed = await api('PUT', `${at}/${added.body.data.id}`, { type: 'WAIT_REPLY', config: written })
    expect([changed.status, changed.body.data.config]).toEqual([200, shown])
  })

  it('keeps a configuration that an earlier version stored, until it is changed', async () => {
    const flowId = await draft()
    const config = { message: 'Hi', buttons, list: 'Go', colour: 'red', timeout: 0 }
    const id = await storeStep(flowId, 'send_buttons', config)
    const at = `/chatbot/flows/${flowId}/steps/${id}`
    const [step] = (await api('GET', `/chatbot/flows/${flowId}`)).body.data.steps
    const kept = await api('PUT', at, { ...step, position: { x: 5, y: 5 } })
    expect([kept.status, kept.body.data.config]).toEqual([200, config])
    const changed = await api('PUT', at, { ...step, config: { ...config, message: 'Hello' } })
    const paths = changed.body.error.details.map(({ path }: { path: string }) => path)
    expect([changed.status, paths.sort()]).toEqual([400, ['config.colour', 'config.timeout']])
  })
})

describe('a trigger', () => {
  it('takes words, days and times as people write them, and shows them in their listed form', async () => {
    const windows = [{ days: ['Monday', 'TUE', 'fri'], from: '9:00', to: '18.30' }]
    const given = { triggerType: 'Schedule', triggerValue: { windows, when: 'OUTSIDE' } }
    const shown = {
      triggerType: 'schedule',
      triggerValue: {
        windows: [{ days: ['mon', 'tue', 'fri'], from: '09:00', to: '18:30' }],
        when: 'outside',
      },
    }
    const created = await api('POST', '/chatbot/flows', { appId, name: 'Bot', ...given })
    expect([created.status, created.body.data]).toMatchObject([201, shown])
    const changed = await api('PATCH', `/chatbot/flows/${await draft()}`, given)
    expect([changed.status, changed.body.data]).toMatchObject([200, shown])
    const word = { triggerType: 'keyword', triggerValue: { keywords: ['a'], matchType: 'Starts With' } }
    const first = await api('PATCH', `/chatbot/flows/${await draft()}`, word)
    expect(first.body.data.triggerValue.matchType).toBe('starts_with')
  })
})

it('shortens the name of a copy between two characters', async () => {
  const name = `${'x'.repeat(88)}👨‍👩‍👧`
  const id = await draft({ name })
  const copy = (await api('POST', `/chatbot/flows/${id}/duplicate`)).body.data
  expect(copy.name).toBe(`${'x'.repeat(88)} (copy)`)
})

describe('the drawing of a flow', () => {
  /** Returns the texts that a simulation of the draft sends. */
  const said = async (flowId: string) => {
    const { body } = await api('POST', `/chatbot/flows/${flowId}/simulate`, { messages: ['hello'] })
    const sent = body.data.transcript.filter(({ kind }: { kind: string }) => kind === 'sent')
    return sent.map(({ message }: { message: { text: string } }) => message.text)
  }
  const say = (flowId: string, message: string, connections = {}) =>
    addStep(flowId, 'send_text', { message }, connections)
  const stepsOf = async (flowId: string) => (await api('GET', `/chatbot/flows/${flowId}`)).body.data.steps

  it('keeps the order of the steps while no step has had a connection', async () => {
    const flowId = await draft()
    const ids = [await say(flowId, 'a'), await say(flowId, 'b'), await say(flowId, 'c')]
    expect(await said(flowId)).toEqual(['a', 'b', 'c'])
    await api('DELETE', `/chatbot/flows/${flowId}/steps/${ids[1]}`)
    expect(await said(flowId)).toEqual(['a', 'c'])
  })

  it('does not lead past a deleted step', async () => {
    const flowId = await draft()
    const [a, b] = [await say(flowId, 'a'), await say(flowId, 'b')]
    await say(flowId, 'c')
    await api('PATCH', `/chatbot/flows/${flowId}/steps/${a}`, { connections: { default: b } })
    await api('DELETE', `/chatbot/flows/${flowId}/steps/${b}`)
    expect(await stepsOf(flowId)).toMatchObject([{ id: a, connections: { default: null } }, {}])
    expect(await said(flowId)).toEqual(['a'])
  })

  it.each(['an update', 'an arrangement', 'the deletion of its step'])(
    'does not return to the order of the steps after %s removes the last connection',
    async (by) => {
      const flowId = await draft()
      const [a, b, c] = [await say(flowId, 'a'), await say(flowId, 'b'), await say(flowId, 'c')]
      const path = `/chatbot/flows/${flowId}/steps`
      await api('PATCH', `${path}/${c}`, { connections: { default: null } })
      if (by === 'an update') await api('PATCH', `${path}/${c}`, { connections: {} })
      else if (by === 'an arrangement')
        await api('PATCH', `${path}/batch`, { steps: [{ id: c, connections: {} }] })
      else await api('DELETE', `${path}/${c}`)
      for (const { connections } of await stepsOf(flowId)) expect(connections).toEqual({})
      expect(await said(flowId)).toEqual(['a'])
      // A copy and a later change of another step keep the paths, too.
      const copy = (await api('POST', `/chatbot/flows/${flowId}/duplicate`)).body.data.id
      expect(await said(copy)).toEqual(['a'])
      await api('PATCH', `${path}/${a}`, { connections: { default: b } })
      await api('PATCH', `${path}/${a}`, { connections: {}, config: { message: 'A' } })
      expect(await said(flowId)).toEqual(['A'])
    },
  )

  it('keeps an outlet connected whose step is deleted', async () => {
    const flowId = await draft()
    const call = await addStep(flowId, 'webhook', { url: 'https://example.com', variables: {} })
    const [next, failed] = [await say(flowId, 'next'), await say(flowId, 'failed')]
    const path = `/chatbot/flows/${flowId}/steps`
    await api('PATCH', `${path}/${call}`, { connections: { default: next, error: failed } })
    await api('DELETE', `${path}/${failed}`)
    expect((await stepsOf(flowId))[0].connections).toEqual({ default: next, error: null })
  })

  it('begins again in the order of its steps after its last step is deleted', async () => {
    const flowId = await draft()
    const only = await say(flowId, 'only', { default: null })
    await api('DELETE', `/chatbot/flows/${flowId}/steps/${only}`)
    for (const message of ['a', 'b']) await say(flowId, message)
    expect(await said(flowId)).toEqual(['a', 'b'])
  })
})

describe('publishing', () => {
  it('lists all faults at once', async () => {
    const flowId = await draft({ triggerValue: {} })
    const startStepId = await storeStep(flowId, 'send_text', {})
    await api('PUT', `/chatbot/flows/${flowId}`, { startStepId })
    await storeStep(flowId, 'webhook', { url: 'ftp://example.com' })
    const { status, body } = await api('POST', `/chatbot/flows/${flowId}/publish`)
    const paths = body.error.details.map(({ path }: { path: string }) => path.replace(/stp_\w+/, 'stp'))
    expect([status, paths]).toEqual([
      400,
      ['sessionId', 'triggerValue.keywords', 'steps.stp.config.message', 'steps.stp.config.url'],
    ])
  })

  it('succeeds for one of two concurrent flows on a session, and the error names the other', async () => {
    const ids = [await draft({ sessionId: session }), await draft({ sessionId: session })]
    for (const id of ids) await addStep(id, 'send_text', { message: 'Hi' })
    const answers = await Promise.all(ids.map((id) => api('POST', `/chatbot/flows/${id}/publish`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const [winner, loser] = answers[0]?.status === 200 ? ids : [...ids].reverse()
    const refused = answers.find(({ status }) => status === 409)
    expect(refused?.body.error).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining(winner ?? ''),
    })
    // After the first flow is unpublished, the second can be published.
    expect((await api('POST', `/chatbot/flows/${winner}/unpublish`)).body.data.status).toBe('draft')
    expect((await api('POST', `/chatbot/flows/${loser}/publish`)).status).toBe(200)
    expect((await api('PATCH', `/chatbot/flows/${loser}`, { sessionId: null })).status).toBe(409)
    await api('DELETE', `/chatbot/flows/${loser}`)
  })

  it('does not count a flow that is published and disabled', async () => {
    const [first, second] = [await draft({ sessionId: session }), await draft({ sessionId: session })]
    for (const id of [first, second]) await addStep(id, 'send_text', { message: 'Hi' })
    const publish = async (id: string) => (await api('POST', `/chatbot/flows/${id}/publish`)).status
    const enable = async (id: string, enabled: boolean) =>
      await api('PATCH', `/chatbot/flows/${id}`, { enabled })
    expect(await publish(first)).toBe(200)
    expect((await enable(first, false)).body.data).toMatchObject({ enabled: false, status: 'published' })
    expect(await publish(second)).toBe(200)
    // The disabled flow can be published again, and cannot be enabled.
    expect(await publish(first)).toBe(200)
    const refused = await enable(first, true)
    expect([refused.status, refused.body.error]).toMatchObject([
      409,
      { code: 'CONFLICT', message: expect.stringContaining(second) },
    ])
    await enable(second, false)
    expect((await enable(first, true)).status).toBe(200)
    for (const id of [first, second]) await api('DELETE', `/chatbot/flows/${id}`)
  })

  it('enables one of several flows that are enabled or published at the same time', async () => {
    const ids = await Promise.all(Array.from({ length: 3 }, () => draft({ sessionId: session })))
    const [first = '', second = '', third = ''] = ids
    for (const id of ids) await addStep(id, 'send_text', { message: 'Hi' })
    for (const id of [first, second]) {
      await api('POST', `/chatbot/flows/${id}/publish`)
      await api('PATCH', `/chatbot/flows/${id}`, { enabled: false })
    }
    const answers = await Promise.all([
      api('PATCH', `/chatbot/flows/${first}`, { enabled: true }),
      api('PUT', `/chatbot/flows/${second}`, { enabled: true, name: 'Second' }),
      api('POST', `/chatbot/flows/${third}/publish`),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    const flows = await Promise.all(ids.map((id) => api('GET', `/chatbot/flows/${id}`)))
    const live = flows.filter(({ body: { data } }) => data.enabled && data.status === 'published')
    expect(live).toHaveLength(1)
    for (const id of ids) await api('DELETE', `/chatbot/flows/${id}`)
  })

  it('keeps the live version until the next publication', async () => {
    const flowId = await draft({ sessionId: session })
    const stepId = await addStep(flowId, 'send_text', { message: 'Hi {{typo}}' })
    const { body } = await api('POST', `/chatbot/flows/${flowId}/publish`)
    expect(body.data).toMatchObject({
      ...{ status: 'published', hasUnpublishedChanges: false },
      warnings: [{ path: `steps.${stepId}` }],
    })
    await api('PATCH', `/chatbot/flows/${flowId}/steps/${stepId}`, { position: { x: 1, y: 1 } })
    expect((await api('GET', `/chatbot/flows/${flowId}`)).body.data.hasUnpublishedChanges).toBe(false)
    await api('PATCH', `/chatbot/flows/${flowId}/steps/${stepId}`, { config: { message: 'Hey' } })
    expect((await api('GET', `/chatbot/flows/${flowId}`)).body.data.hasUnpublishedChanges).toBe(true)
    const said = async (version: string) => {
      const played = await api('POST', `/chatbot/flows/${flowId}/simulate`, { messages: ['hello'], version })
      return played.body.data.transcript.find(({ kind }: { kind: string }) => kind === 'sent').message.text
    }
    expect([await said('published'), await said('draft')]).toEqual(['Hi', 'Hey'])
    await api('DELETE', `/chatbot/flows/${flowId}`)
  })

  it('ends with the session', async () => {
    const { id: sessionId } = await gateway.pair()
    const flowId = await draft({ sessionId })
    await addStep(flowId, 'send_text', { message: 'Hi' })
    await api('POST', `/chatbot/flows/${flowId}/publish`)
    await api('DELETE', `/sessions/${sessionId}`)
    await eventually(async () => {
      const { data } = (await api('GET', `/chatbot/flows/${flowId}`)).body
      return data.sessionId === null && data.status === 'draft'
    })
  })
})

it("copies a flow's steps with new ids and their connections", async () => {
  const flowId = await draft({ sessionId: session })
  const last = await addStep(flowId, 'send_text', { message: 'end' })
  const first = await addStep(flowId, 'send_text', { message: 'begin' }, { default: last })
  await api('PATCH', `/chatbot/flows/${flowId}`, { startStepId: first })
  const { status, body } = await api('POST', `/chatbot/flows/${flowId}/duplicate`)
  const { id, name, steps, startStepId } = body.data
  expect([status, name, body.data.status]).toEqual([201, 'Bot (copy)', 'draft'])
  expect(steps.map(({ config }: { config: { message: string } }) => config.message)).toEqual(['end', 'begin'])
  expect([steps[1].connections, startStepId]).toEqual([{ default: steps[0].id }, steps[1].id])
  expect(new Set([last, first, steps[0].id, steps[1].id, flowId, id]).size).toBe(6)
})

describe('simulating', () => {
  it('shows transcript, path, variables and faults of a draft without a session', async () => {
    const flowId = await draft()
    const ask = await addStep(flowId, 'wait_reply', { variable: 'name' })
    const hi = await addStep(flowId, 'send_text', { message: 'Hi {{name}}' })
    await api('PATCH', `/chatbot/flows/${flowId}/steps/${ask}`, { connections: { default: hi } })
    const lost = await addStep(flowId, 'send_text', { message: 'lost' })
    const { status, body } = await api('POST', `/chatbot/flows/${flowId}/simulate`, {
      messages: ['nothing', 'hello', 'Ayşe'],
    })
    expect([status, body.data]).toMatchObject([
      200,
      {
        ...{ triggered: true, status: 'completed', waitingFor: null, stepId: hi },
        transcript: [
          { kind: 'received', text: 'hello' },
          { kind: 'received', text: 'Ayşe' },
          { kind: 'step', stepId: ask, outlet: 'default' },
          { kind: 'sent', stepId: hi, message: { type: 'text', text: 'Hi Ayşe' } },
          { kind: 'step', stepId: hi, outlet: 'default' },
          { kind: 'ended', status: 'completed' },
        ],
        path: [{ stepId: ask }, { stepId: hi }],
        variables: { name: 'Ayşe', last_reply: 'Ayşe' },
        faults: [{ path: `steps.${lost}` }],
        warnings: [{ path: 'messages.0' }],
      },
    ])
    expect((await api('GET', `/chatbot/flows/${flowId}/sessions`)).body.data).toEqual([])
  })

  it('takes answers under names that JavaScript gives to objects, which no step has', async () => {
    const flowId = await draft()
    await addStep(flowId, 'webhook', { url: 'https://example.com', variables: { order: 'id' } })
    const names = ['constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf']
    const webhooks = Object.fromEntries(names.map((name) => [name, { status: 500 }]))
    const simulate = (given: unknown) =>
      api('POST', `/chatbot/flows/${flowId}/simulate`, { messages: ['hello'], webhooks: given })
    const { status, body } = await simulate(webhooks)
    expect([status, body.data.status]).toEqual([200, 'completed'])
    const reserved = await simulate(JSON.parse('{"__proto__":{"status":500}}'))
    expect([reserved.status, reserved.body.error.details[0].path]).toEqual([400, 'webhooks.__proto__'])
  })

  it('fails for the published version if there is none', async () => {
    const answer = await api('POST', `/chatbot/flows/${await draft()}/simulate`, {
      messages: [],
      version: 'published',
    })
    expect([answer.status, answer.body.error.code]).toEqual([409, 'CONFLICT'])
  })
})

it('answers /health during the simulation of a hostile flow, and ends each message with a typed error', async () => {
  const flowId = await draft({ triggerValue: { keywords: ['a'] } })
  const rules = [{ variable: 'last_text', operator: 'regex', value: '(a?){110}b' }]
  const id = (n: number) => `${flowId}_${n}`
  const steps = Array.from({ length: 99 }, (_, n) => {
    const next = n < 98 ? id(n + 1) : null
    const drawing = { config: { rules }, connections: { true: next, false: next }, position: { x: 0, y: 0 } }
    return { id: id(n), appId, flowId, type: 'condition', ...drawing }
  })
  await gateway.services.db.insert(flowSteps).values(steps)
  expect((await api('PUT', `/chatbot/flows/${flowId}`, { startStepId: id(0) })).status).toBe(200)

  const messages = Array(10).fill('a'.repeat(1_000))
  const startedAt = performance.now()
  let isOver = false
  const simulated = api('POST', `/chatbot/flows/${flowId}/simulate`, { messages }).finally(() => {
    isOver = true
  })
  let longestMs = 0
  while (!isOver) {
    const askedAt = performance.now()
    expect((await fetch(`${gateway.info.baseUrl}/health`)).status).toBe(200)
    longestMs = Math.max(longestMs, performance.now() - askedAt)
  }
  const { body } = await simulated
  // Both times grow on a slow machine. A simulation without pauses would delay /health by its whole duration.
  expect(longestMs).toBeLessThan((performance.now() - startedAt) / 2)
  expect(body.data).toMatchObject({ status: 'failed', errorCode: 'cpu_budget_exceeded' })
  const ends = body.data.transcript.filter(({ kind }: { kind: string }) => kind === 'ended')
  for (const end of ends) expect(end).toMatchObject({ status: 'failed', errorCode: 'cpu_budget_exceeded' })
  // The simulation has 2 s of CPU time, and ends with the message that exceeds them.
  expect(ends.length).toBeGreaterThan(5)
})
