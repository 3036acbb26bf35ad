import { sql } from 'drizzle-orm'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchSweeps } from '#connector/watchSweeps.ts'
import { sweep } from '#functions/index.ts'
import { fleetEnvironment } from '#shared/contracts/environment.ts'
import { connectors, type DatabaseConnection, erasedFiles, events, sleep } from '#shared/database/index.ts'
import { createSession, getSession, getSessionQr } from '#shared/domain/sessions/index.ts'
import { areSweepsMissing, isAsleep, settleSleep } from '#shared/domain/sleep/index.ts'
import { createWebhook, webhookInput } from '#shared/domain/webhooks/index.ts'
import { openFleetSwitch, openFleetWaker } from '#shared/fleet/index.ts'
import { createLogger } from '#shared/logger.ts'
import { type Aws, type AwsOperation, startAws } from './support/aws.ts'
import { createContext, type TestContext } from './support/context.ts'
import { connectTo, createDatabase } from './support/database.ts'
import { FLEET_VARIABLES, type FleetState, fleetOperations } from './support/ecs.ts'

const MINUTE = 60_000
const UPDATE = 'AmazonEC2ContainerServiceV20141113.UpdateService'
const ENABLE = 'AWSEvents.EnableRule'
const DISABLE = 'AWSEvents.DisableRule'

let connection: DatabaseConnection
let aws: Aws
let operations: Record<string, AwsOperation>
let fleet: FleetState
let ctx: TestContext
let logged: string[]

beforeAll(async () => {
  connection = connectTo(await createDatabase())
  return () => connection.close()
})

beforeEach(async () => {
  fleet = { desiredCount: 1, isEnabled: true }
  operations = fleetOperations(fleet)
  aws = await startAws(operations)
  vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'x')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x')
  await connection.db.execute(sql`truncate accounts, connectors, erased_files, events cascade`)
  await connection.db.execute(
    sql`update sleep set unused_since = null, parked_since = null, asleep_since = null, swept_at = null`,
  )
  const config = fleetEnvironment.parse(FLEET_VARIABLES)
  logged = []
  const log = createLogger(
    { level: 'info', name: 'test' },
    { write: (line: string) => void logged.push(line) },
  )
  ctx = Object.assign(await createContext(connection), {
    log,
    fleet: openFleetWaker(config),
    fleetSwitch: openFleetSwitch(config),
    commands: { send: async () => undefined },
  })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await aws.stop()
})

const settle = (input: Partial<Parameters<typeof settleSleep>[0]['input']> = {}) =>
  settleSleep({ ctx, input: { didWork: false, ...input } })
const create = (name = 'first') => createSession({ ctx, input: { name } })
const removeSessions = () => connection.db.execute(sql`delete from sessions`)
/** Replaces an operation of AWS until the end of the test. */
const onCall = (name: string, run: AwsOperation) => {
  operations[name] = run
}
const refuse: AwsOperation = () => {
  throw Object.assign(new Error('no'), { name: 'AccessDeniedException' })
}

/** Lets the gateway fall asleep. */
async function fallAsleep(): Promise<void> {
  for (const minutes of [10, 1, 1]) {
    await settle()
    ctx.advance(minutes * MINUTE)
  }
  await settle()
  expect(fleet).toEqual({ desiredCount: 0, isEnabled: false })
}

it('stops the connectors ten minutes after the last session, and the sweeps a minute later', async () => {
  await create()
  await settle()
  ctx.advance(60 * MINUTE)
  await settle()
  expect(fleet).toEqual({ desiredCount: 1, isEnabled: true })
  await removeSessions()
  await settle()
  ctx.advance(9.9 * MINUTE)
  await settle()
  expect(fleet).toEqual({ desiredCount: 1, isEnabled: true })
  ctx.advance(0.1 * MINUTE)
  await settle()
  expect(fleet).toEqual({ desiredCount: 0, isEnabled: true })
  ctx.advance(MINUTE)
  await settle()
  expect(fleet).toEqual({ desiredCount: 0, isEnabled: false })
})

it('keeps connectors for a session in deletion, because a connector unlinks the phone', async () => {
  await create()
  await connection.db.execute(sql`update sessions set intent = 'delete'`)
  ctx.advance(60 * MINUTE)
  await settle()
  ctx.advance(60 * MINUTE)
  await settle()
  expect(fleet.desiredCount).toBe(1)
})

it('starts connectors and sweeps with the first session, and says so in its status', async () => {
  await fallAsleep()
  const made = await create()
  expect(fleet).toEqual({ desiredCount: 1, isEnabled: true })
  const starting = {
    status: 'connecting',
    reason: 'connector_starting',
    hint: expect.stringMatching(/minutes/),
  }
  expect(made).toMatchObject(starting)
  expect(await getSession({ ctx, input: { id: made.id } })).toMatchObject(starting)
  expect(await getSessionQr({ ctx, input: { id: made.id } })).toMatchObject({ ...starting, qr: null })
  await connection.db.insert(connectors).values({ id: 'con_1' })
  const { reason, hint } = await getSession({ ctx, input: { id: made.id } })
  expect([reason, hint]).toEqual([undefined, undefined])
  await settle()
  expect(await isAsleep({ ctx })).toBe(false)
})

it('runs one minimum of connectors for two creations at once', async () => {
  await fallAsleep()
  await Promise.all([create('a'), create('b')])
  await settle()
  expect(fleet).toEqual({ desiredCount: 1, isEnabled: true })
})

it('asks AWS for nothing when a session is created while connectors run', async () => {
  await create()
  expect(aws.called).toEqual([])
})

it.each([UPDATE, ENABLE])(
  'withdraws a session that no connector would take, if %s is refused',
  async (name) => {
    await fallAsleep()
    const works = operations[name] as AwsOperation
    onCall(name, refuse)
    await expect(create()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
    expect(logged.join()).toContain('fleet.wake_failed')
    const { rows } = await connection.db.execute(sql`select 1 from sessions`)
    expect(rows).toEqual([])
    onCall(name, works)
    await create()
    expect(fleet).toEqual({ desiredCount: 1, isEnabled: true })
  },
)

describe('a race', () => {
  it('ends awake if a session appears while the connectors stop', async () => {
    await settle()
    ctx.advance(10 * MINUTE)
    const stop = operations[UPDATE] as AwsOperation
    onCall(UPDATE, async (input) => {
      // The session is there before ECS has counted down, and its own start comes too early.
      if (Number(input.desiredCount) === 0) {
        onCall(UPDATE, stop)
        await create()
      }
      return stop(input)
    })
    await settle()
    expect(fleet).toEqual({ desiredCount: 1, isEnabled: true })
  })

  it('ends awake if work appears while the sweeps stop', async () => {
    await settle()
    ctx.advance(10 * MINUTE)
    await settle()
    ctx.advance(MINUTE)
    const stop = operations[DISABLE] as AwsOperation
    onCall(DISABLE, async (input) => {
      await connection.db.insert(erasedFiles).values({ key: 'a', erasedAt: ctx.now() })
      return stop(input)
    })
    await settle()
    expect(fleet.isEnabled).toBe(true)
  })

  it('repeats a stop that has failed', async () => {
    await settle()
    ctx.advance(10 * MINUTE)
    const stop = operations[UPDATE] as AwsOperation
    onCall(UPDATE, refuse)
    await expect(settle()).rejects.toMatchObject({ name: 'AccessDeniedException' })
    onCall(UPDATE, stop)
    await settle()
    expect(fleet.desiredCount).toBe(0)
  })

  it('stops connectors that a deploy or an operator has started', async () => {
    await fallAsleep()
    fleet.desiredCount = 2
    await settle({ isDaily: true })
    expect(fleet.desiredCount).toBe(0)
  })
})

describe('work that is left', () => {
  const insert: Record<string, () => Promise<unknown>> = {
    'an app in deletion': () => connection.db.execute(sql`update apps set deleted_at = now()`),
    'a file of an erased message': () =>
      connection.db.insert(erasedFiles).values({ key: 'a', erasedAt: new Date() }),
    'a request about a person': () =>
      connection.db.execute(sql`insert into person_requests (id, app_id, kind, person, status, created_at, place)
        values ('prq_1', ${ctx.appId}, 'erase', '905551234567', 'running', now(), '{"section":0,"session":null,"after":null}')`),
    'an event without its deliveries': async () => {
      await createWebhook({
        ctx,
        input: webhookInput.parse({ url: 'http://127.0.0.1:9/', events: ['session.deleted'] }),
      })
      await connection.db.insert(events).values({
        ...{ appId: ctx.appId, sessionId: 'S', type: 'session.deleted', occurredAt: new Date() },
        data: { session: 'S', name: 'S' },
      })
    },
  }

  it.each(Object.keys(insert))('keeps the sweeps, and no connector: %s', async (name) => {
    await insert[name]?.()
    for (const minutes of [10, 1, 60]) {
      await settle()
      ctx.advance(minutes * MINUTE)
    }
    expect(fleet).toEqual({ desiredCount: 0, isEnabled: true })
  })

  it.each(Object.keys(insert))('starts the sweeps again with the daily sweep: %s', async (name) => {
    await fallAsleep()
    await insert[name]?.()
    await settle({ isDaily: true })
    expect(fleet).toEqual({ desiredCount: 0, isEnabled: true })
  })
})

describe('the daily sweep', () => {
  it('leaves a gateway asleep that has nothing to do', async () => {
    await fallAsleep()
    await settle({ isDaily: true })
    expect(fleet).toEqual({ desiredCount: 0, isEnabled: false })
  })

  it('continues each minute while old rows are left', async () => {
    await fallAsleep()
    await settle({ isDaily: true, didWork: true })
    expect(fleet.isEnabled).toBe(true)
    await fallAsleep()
  })

  it('only enables the sweeps of a gateway that is awake, also if their rule was lost', async () => {
    await create()
    fleet.isEnabled = false
    const unexpected = vi.spyOn(ctx.events, 'sendAll')
    await sweep(ctx, { isDaily: true })
    expect(fleet.isEnabled).toBe(true)
    expect(unexpected).not.toHaveBeenCalled()
  })
})

it('keeps the number of connectors between the limits, and reports missing connectors', async () => {
  await create()
  fleet.desiredCount = 0
  await settle()
  expect(fleet.desiredCount).toBe(1)
  expect(logged.join()).toContain('fleet.too_few')
  const config = fleetEnvironment.parse({
    ...FLEET_VARIABLES,
    VESPER_CONNECTOR_MIN: '2',
    VESPER_CONNECTOR_MAX: '2',
  })
  Object.assign(ctx, { fleetSwitch: openFleetSwitch(config) })
  for (const before of [1, 5]) {
    fleet.desiredCount = before
    await settle()
    expect(fleet.desiredCount).toBe(2)
  }
})

it('tells a connector that the sweeps are missing for ten minutes', async () => {
  expect(await areSweepsMissing({ ctx })).toBe(false)
  await settle()
  expect(await areSweepsMissing({ ctx })).toBe(false)
  await connection.db.update(sleep).set({ sweptAt: new Date(Date.now() - 11 * MINUTE) })
  expect(await areSweepsMissing({ ctx })).toBe(true)
  const stop = watchSweeps(ctx, 10)
  await expect.poll(() => logged.join()).toContain('sweeps.missing')
  stop()
})
