import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  apiEnvironment,
  eventsEnvironment,
  jobsEnvironment,
  migrateEnvironment,
  rotateEnvironment,
  sweeperEnvironment,
} from '#functions/config.ts'
import { bundleFunction, type FunctionName } from '#infra/build/bundle.ts'
import { readAtStart } from '#infra/build/readAtStart.ts'
import { deploymentSecret } from '#shared/contracts/deploymentSecret.ts'
import { EVENTS } from '#shared/contracts/events.ts'
import { events } from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import { apiBundle } from './support/apiBundle.ts'
import { type Aws, startAws } from './support/aws.ts'
import { connectTo } from './support/database.ts'
import { useGateway } from './support/gateway.ts'
import { kmsOperations } from './support/kms.ts'
import { httpEvent, type Lambda, queueEvent, SCHEDULED, startLambda } from './support/lambda.ts'
import { startReceiver } from './support/receiver.ts'

const SCHEMAS = {
  api: apiEnvironment,
  events: eventsEnvironment,
  jobs: jobsEnvironment,
  sweeper: sweeperEnvironment,
  migrate: migrateEnvironment,
  rotate: rotateEnvironment,
}
const ARN = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:vesper'
const EDGE_ARN = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:edge'
const EDGE_VALUE = 'e'.repeat(64)

const gateway = useGateway()
const secret: Record<string, string> = {}
const lambdas: Lambda[] = []
let folder = ''
/** The folders of the bundles, by the name of the function. */
const folders: Partial<Record<FunctionName, string>> = {}
let aws: Aws
/** An HTTP server in the place of API Gateway, which QStash calls. */
const front = createServer(async (request, response) => {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  )
  const answer = await jobs.invoke(
    httpEvent(request.method ?? '', request.url ?? '', headers, await text(request)),
  )
  response.writeHead(answer.statusCode, answer.headers).end(answer.body)
})
let jobs: Lambda

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vesper-lambda-'))
  await Promise.all(
    (Object.keys(SCHEMAS) as FunctionName[]).map(async (name) => {
      folders[name] = name === 'api' ? await apiBundle() : path.join(folder, name)
      if (name !== 'api') await bundleFunction(name, folders[name])
    }),
  )
  aws = await startAws({
    ...kmsOperations(),
    'secretsmanager.GetSecretValue': ({ SecretId }) => ({
      SecretString: JSON.stringify(SecretId === EDGE_ARN ? { value: EDGE_VALUE } : secret),
    }),
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
})

afterAll(async () => {
  for (const lambda of lambdas) await lambda.stop()
  front.closeAllConnections()
  front.close()
  await aws?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Starts a function as in AWS, with the variables of its schema, a KMS key, and its secret in Secrets Manager. */
async function start(name: FunctionName, changes: Record<string, string> = {}): Promise<Lambda> {
  const { VESPER_MASTER_KEY_FILE: _, ...parts } = gateway.parts.environment
  const own: Record<string, string> = { ...parts, VESPER_KMS_KEY_ID: 'alias/vesper', ...changes }
  const environment: Record<string, string> = {}
  for (const [key, value] of Object.entries(own)) {
    if (key in deploymentSecret.shape) secret[key] = value
    else if (key in SCHEMAS[name].shape) environment[key] = value
  }
  const lambda = await startLambda(folders[name] ?? '', {
    ...environment,
    VESPER_SECRET_ARN: ARN,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.endpoint,
    AWS_ENDPOINT_URL_KMS: aws.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  })
  lambdas.push(lambda)
  return lambda
}

it('serves the API from its bundle, and a connector receives its commands', async () => {
  const api = await start('api')
  const headers = { 'x-api-key': gateway.info.apiKey, 'content-type': 'application/json' }
  const created = await api.invoke(
    httpEvent('POST', '/api/v1/sessions', headers, JSON.stringify({ name: 'by lambda' })),
  )
  expect(created.statusCode).toBe(201)
  const { data } = JSON.parse(created.body)
  await expect
    .poll(async () => (await gateway.api('GET', `/sessions/${data.id}/qr`)).body.data.qr)
    .toBeTruthy()
  expect((await api.invoke(httpEvent('GET', '/api/v1/sessions'))).statusCode).toBe(401)
  expect((await api.invoke(httpEvent('GET', '/health/ready'))).statusCode).toBe(200)
  const admin = { authorization: `Bearer ${secret.VESPER_ADMIN_TOKEN}` }
  expect((await api.invoke(httpEvent('GET', '/admin/v1/accounts', admin))).statusCode).toBe(200)
})

it('loads code that few requests need with the first such request, not at the start', async () => {
  // The patterns of flows and the time zones of campaigns take a sixth of a cold start.
  expect(await readAtStart(path.join(folders.api ?? '', 'index.mjs'))).not.toMatch(/RE2JSException|IANAZone/)
  const api = await start('api')
  const headers = { 'x-api-key': gateway.info.apiKey }
  for (const area of ['broadcast/campaigns', 'chatbot/flows', 'webhooks'])
    expect(await api.invoke(httpEvent('GET', `/api/v1/${area}`, headers))).toMatchObject({ statusCode: 200 })
  const unknown = await api.invoke(httpEvent('GET', '/api/v1/chatbot/nothing', headers))
  expect([unknown.statusCode, unknown.headers['x-request-id']]).toEqual([404, expect.stringMatching(/^req_/)])
})

it('the bundle of the API contains the reference page and its script', async () => {
  const api = await start('api')
  expect((await api.invoke(httpEvent('GET', '/docs'))).body).toContain('swagger-ui')
  const script = await api.invoke(httpEvent('GET', '/docs/swagger-ui-bundle.js'))
  expect([script.statusCode, script.body.length > 100_000]).toEqual([200, true])
})

it('delivers an event from the queue to the customer with the bundles of api, events and jobs', async () => {
  const jobsUrl = `http://127.0.0.1:${(front.address() as AddressInfo).port}/jobs`
  jobs = await start('jobs', { VESPER_JOBS_URL: jobsUrl })
  const handler = await start('events', { VESPER_JOBS_URL: jobsUrl })
  const receiver = await startReceiver()
  const api = await start('api')
  const headers = { 'x-api-key': gateway.info.apiKey, 'content-type': 'application/json' }
  const webhook = JSON.stringify({ url: receiver.url, events: ['session.connected'] })
  expect((await api.invoke(httpEvent('POST', '/api/v1/webhooks', headers, webhook))).statusCode).toBe(201)
  const [event] = await gateway.services.db
    .insert(events)
    .values({
      appId: gateway.info.appId,
      sessionId: 'YoNofiM9vtHy',
      type: 'session.connected',
      data: EVENTS['session.connected'].example,
      occurredAt: new Date(),
    })
    .returning()
  const answer = await handler.invoke(queueEvent(JSON.stringify({ eventId: event?.id }), 'no event'))
  expect(answer.batchItemFailures).toEqual([{ itemIdentifier: expect.stringMatching(/1$/) }])
  expect((await receiver.waitFor(({ body }) => body.id === event?.id)).body.event).toBe('session.connected')
  // One function sealed the webhook's secret, and another opened it.
  expect(aws.called).toEqual(expect.arrayContaining(['TrentService.GenerateDataKey', 'TrentService.Decrypt']))
  expect((await jobs.invoke(httpEvent('POST', '/jobs/deliver-webhook', {}, '{}'))).statusCode).toBe(401)
})

it.each([
  ['api', 'GET', '/health', 200],
  ['jobs', 'POST', '/jobs/deliver-webhook', 401],
] as const)(
  '%s answers requests of the edge only, if its addresses are closed',
  async (name, method, path, status) => {
    const closed = { VESPER_EDGE_SECRET_ARN: EDGE_ARN, VESPER_EDGE_CLOSED: 'all' }
    const lambda = await start(name, { ...closed, VESPER_JOBS_URL: 'https://wa.example.com/jobs' })
    const direct = await lambda.invoke(httpEvent(method, path))
    expect([direct.statusCode, JSON.parse(direct.body).error.code]).toEqual([403, 'FORBIDDEN'])
    expect(
      (await lambda.invoke(httpEvent(method, path, { 'x-vesper-edge': 'f'.repeat(64) }))).statusCode,
    ).toBe(403)
    expect((await lambda.invoke(httpEvent(method, path, { 'x-vesper-edge': EDGE_VALUE }))).statusCode).toBe(
      status,
    )
  },
)

it('starts the rotation of the edge from its bundle', async () => {
  const lambda = await start('rotate', { VESPER_EDGE_DISTRIBUTION: 'E1' })
  await expect(lambda.invoke({ Step: 'other' })).rejects.toThrow('createSecret')
})

it('sweeps when EventBridge calls it', async () => {
  const sweeper = await start('sweeper')
  await expect(sweeper.invoke(SCHEDULED)).resolves.toBeNull()
})

/** Returns the request of CloudFormation for a step of a deploy. */
const step = (name: 'schema' | 'partitions', synthesizedAt: string, before?: string) => ({
  RequestType: before === undefined ? 'Create' : 'Update',
  ResourceProperties: { step: name, synthesizedAt },
  ...(before !== undefined && { OldResourceProperties: { step: name, synthesizedAt: before } }),
})
const [MONDAY, TUESDAY] = ['2026-11-30T10:00:00.000Z', '2026-12-01T10:00:00.000Z']

describe('the migration', () => {
  let url: string
  let database: ReturnType<typeof connectTo>

  beforeAll(async () => {
    const { DATABASE_URL = '', VESPER_DATABASE_PROXY = '' } = gateway.parts.environment
    url = DATABASE_URL.replace(/[^/]+$/, 'test_migrate_bundle')
    const toPostgres = { DATABASE_URL: DATABASE_URL.replace(/[^/]+$/, 'postgres'), VESPER_DATABASE_PROXY }
    const admin = connectTo(toPostgres, { limits: 'none' })
    await admin.db.execute('create database test_migrate_bundle')
    await admin.close()
    database = connectTo({ DATABASE_URL: url, VESPER_DATABASE_PROXY })
  })
  afterAll(() => database.close())

  const partitionsNow = async () => {
    const { rows } = await database.db.execute<{ id: number }>('select id from partitions order by id')
    return rows.map(({ id }) => id)
  }
  const deployWith = (partitions: number, changes: Record<string, string> = {}) =>
    start('migrate', { DATABASE_URL: url, VESPER_PARTITIONS: String(partitions), ...changes })
  const upTo = (count: number) => Array.from({ length: count }, (_, id) => id)

  it('migrates an empty database, also in two concurrent deploys, and opens partitions in its last step', async () => {
    const migrations = [await deployWith(4), await deployWith(4)]
    await Promise.all(migrations.map((migration) => migration.invoke(step('schema', MONDAY))))
    expect(await partitionsNow()).toEqual([])
    expect(await migrations[0]?.invoke(step('partitions', MONDAY))).toEqual({
      PhysicalResourceId: 'partitions',
    })
    expect(await partitionsNow()).toEqual(upTo(4))
  })

  it('leaves no partition without a queue if a deploy with more partitions is rolled back at any step', async () => {
    const [before, after] = [await deployWith(4), await deployWith(6)]
    await after.invoke(step('schema', TUESDAY, MONDAY))
    expect(await partitionsNow()).toEqual(upTo(4))
    await before.invoke(step('schema', MONDAY, TUESDAY))
    expect(await partitionsNow()).toEqual(upTo(4))
    for (const name of ['schema', 'partitions'] as const) await after.invoke(step(name, TUESDAY, MONDAY))
    expect(await partitionsNow()).toEqual(upTo(6))
    for (const name of ['schema', 'partitions'] as const) await before.invoke(step(name, MONDAY, TUESDAY))
    expect(await partitionsNow()).toEqual(upTo(4))
  })

  it('refuses before any change to close a partition with sessions, and closes one without', async () => {
    const [wide, narrow] = [await deployWith(6), await deployWith(2)]
    for (const name of ['schema', 'partitions'] as const) await wide.invoke(step(name, TUESDAY, MONDAY))
    const { appId } = await createAccount({
      ctx: { db: database.db },
      input: { name: 'A', plan: 'self_hosted', appName: 'A' },
    })
    await database.db.execute(
      `insert into sessions (id, app_id, name, run, partition) values ('S', '${appId}', 'S', 'r', 3)`,
    )
    await expect(narrow.invoke(step('schema', TUESDAY, MONDAY))).rejects.toThrow(
      /Set partitions to 4 or more/,
    )
    expect(await partitionsNow()).toEqual(upTo(6))
    await (await deployWith(4)).invoke(step('schema', TUESDAY, MONDAY))
    expect(await partitionsNow()).toEqual(upTo(4))
  })

  it('fails a deploy with a wrong secret or a broken schema, and never fails a rollback or a deletion', async () => {
    const locked = await deployWith(4, { DATABASE_URL: url.replace(/\/\/[^@]+@/, '//nobody:wrong@') })
    await expect(locked.invoke(step('schema', TUESDAY, MONDAY))).rejects.toThrow()
    await expect(locked.invoke(step('schema', MONDAY, TUESDAY))).resolves.toEqual({
      PhysicalResourceId: 'schema',
    })
    await database.db.execute('drop table events cascade')
    await database.db.execute('delete from drizzle.__drizzle_migrations where id > 1')
    const broken = await deployWith(4)
    await expect(broken.invoke(step('schema', TUESDAY, MONDAY))).rejects.toThrow()
    await expect(broken.invoke(step('schema', MONDAY, TUESDAY))).resolves.toBeTruthy()
    await expect(broken.invoke({ ...step('schema', TUESDAY), RequestType: 'Delete' })).resolves.toBeTruthy()
  })
})
