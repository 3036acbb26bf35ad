import { createHash, createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { eq, sql } from 'drizzle-orm'
import { startFauxqs } from 'fauxqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  apiEnvironment,
  eventsEnvironment,
  jobsEnvironment,
  migrateEnvironment,
  sweeperEnvironment,
} from '#functions/config.ts'
import { bundleFunction } from '#infra/build/bundle.ts'
import { startSqs } from '#local/queues/sqs.ts'
import { deploymentSecret } from '#shared/contracts/deploymentSecret.ts'
import { EVENTS } from '#shared/contracts/events.ts'
import type { JobName } from '#shared/contracts/jobs.ts'
import {
  type Database,
  type DatabaseConnection,
  deliveries,
  erasedFiles,
  events,
  flowRuns,
  messages,
  webhooks,
} from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import { createApiKey } from '#shared/domain/apiKeys/index.ts'
import { startStrictS3 } from '#shared/media/stores/strictS3.fixture.ts'
import { apiBundle } from './support/apiBundle.ts'
import { startAws } from './support/aws.ts'
import { createBot } from './support/bot.ts'
import { connectTo, createDatabase } from './support/database.ts'
import { kmsOperations } from './support/kms.ts'
import { httpEvent, type Lambda, queueEvent, SCHEDULED, startLambda } from './support/lambda.ts'
import { startReceiver } from './support/receiver.ts'
import { type StrictAws, startStrictAws } from './support/strictAws.ts'

const SCHEMAS = {
  api: apiEnvironment,
  events: eventsEnvironment,
  jobs: jobsEnvironment,
  sweeper: sweeperEnvironment,
  migrate: migrateEnvironment,
}
/** The functions of a deployment without an edge. */
type FunctionName = keyof typeof SCHEMAS
const FUNCTIONS = Object.keys(SCHEMAS) as FunctionName[]
const SIGNING_KEY = 'sig_of_the_test'
const JOBS_URL = 'http://127.0.0.1:9/jobs'
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const closing: (() => unknown)[] = []
const folders: Partial<Record<FunctionName, string>> = {}
let aws: StrictAws
let sqs: Awaited<ReturnType<typeof startSqs>>
let connection: DatabaseConnection
let db: Database
let appId = ''
let apiKey = ''
let variables: Record<string, string> = {}
let api: Lambda

beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-denials-'))
  const address = await createDatabase()
  connection = connectTo(address)
  db = connection.db
  sqs = await startSqs(4)
  const s3 = await startFauxqs({ port: 0, logger: false })
  const strict = await startStrictS3(s3.address, 'test')
  const operations = await startAws({
    ...kmsOperations(),
    'secretsmanager.GetSecretValue': () => ({ SecretString: JSON.stringify(variables) }),
  })
  aws = await startStrictAws({
    sqs: sqs.environment.AWS_ENDPOINT_URL_SQS,
    s3: strict.address,
    kms: operations.endpoint,
    secretsmanager: operations.endpoint,
  })
  closing.push(aws.stop, strict.stop, () => s3.stop(), operations.stop, sqs.stop, connection.close)
  closing.push(() => rm(folder, { recursive: true, force: true }))
  await makeBucket(s3.address)
  await Promise.all(
    FUNCTIONS.map(async (name) => {
      folders[name] = name === 'api' ? await apiBundle() : path.join(folder, name)
      if (name !== 'api') await bundleFunction(name, folders[name])
    }),
  )
  variables = {
    ...address,
    ...sqs.environment,
    VESPER_KMS_KEY_ID: 'alias/vesper',
    VESPER_MEDIA_BUCKET: 'media',
    VESPER_ALLOW_PRIVATE_URLS: 'true',
    VESPER_RATE_LIMIT: '100000',
    VESPER_JOBS_URL: JOBS_URL,
    QSTASH_URL: 'http://127.0.0.1:9',
    QSTASH_TOKEN: 'token',
    QSTASH_CURRENT_SIGNING_KEY: SIGNING_KEY,
    QSTASH_NEXT_SIGNING_KEY: 'another key',
  }
  ;({ appId } = await createAccount({
    ctx: { db },
    input: { name: 'A', plan: 'self_hosted', appName: 'B' },
  }))
  apiKey = (await createApiKey({ ctx: { db }, input: { appId, name: 'test' } })).key
  await db.execute(sql`insert into sessions (id, app_id, name, partition, run, status, paired_at)
    values ('S', ${appId}, 'S', 0, 'r', 'connected', now())`)
  api = await start('api')
})
afterAll(async () => {
  for (const close of closing) await close()
})

async function makeBucket(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = new S3Client({ region: 'us-east-1', endpoint, forcePathStyle: true, credentials })
  await client.send(new CreateBucketCommand({ Bucket: 'media' }))
  client.destroy()
}

/** Starts a function with its role. The secret holds the variables that a deployment keeps there. */
async function start(name: FunctionName): Promise<Lambda> {
  const own = Object.entries(variables).filter(
    ([key]) => key in SCHEMAS[name].shape && !(key in deploymentSecret.shape),
  )
  const lambda = await startLambda(folders[name] ?? '', {
    ...Object.fromEntries(own),
    VESPER_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:vesper',
    LOG_LEVEL: 'info',
    ...aws.environmentOf(name),
  })
  closing.unshift(lambda.stop)
  return lambda
}

async function call(method: string, where: string, body?: unknown, at = api) {
  const headers = { 'x-api-key': apiKey, 'content-type': 'application/json' }
  const event = httpEvent(
    method,
    `/api/v1${where}`,
    headers,
    body === undefined ? body : JSON.stringify(body),
  )
  const answer = await at.invoke(event)
  return { status: answer.statusCode as number, body: JSON.parse(answer.body) }
}

/** Runs a step while a permission is denied to a role, and expects that the permission was needed and that the log names it. */
async function denied<T>(
  lambda: Lambda,
  role: FunctionName,
  permission: string,
  run: () => Promise<T>,
): Promise<T> {
  const from = lambda.log().length
  aws.refused.length = 0
  const allow = aws.deny(role, permission)
  const result = await run().finally(allow)
  expect(aws.refused).toContain(`${role} ${permission}`)
  await expect.poll(() => lambda.log().slice(from)).toContain(`is not authorized to perform: ${permission}`)
  return result
}

const countOf = async (table: 'messages' | 'webhooks' | 'events') => {
  const { rows } = await db.execute<{ count: number }>(`select count(*)::int as count from ${table}`)
  return rows[0]?.count
}
const text = { session: 'S', to: '905551234567', text: 'hello' }
const SECRET_PERMISSIONS = ['secretsmanager:GetSecretValue', 'kms:Decrypt via secretsmanager']

describe('a start without the permission to read its secret', () => {
  it.each(
    (['api', 'events', 'jobs', 'sweeper'] as const).flatMap((name) =>
      SECRET_PERMISSIONS.map((permission) => [name, permission] as const),
    ),
  )('fails, and names the permission: %s without %s', async (name, permission) => {
    const allow = aws.deny(name, permission)
    await expect(start(name)).rejects.toThrow(`is not authorized to perform: ${permission}`)
    allow()
  })

  it.each(SECRET_PERMISSIONS)(
    'fails a deploy, and not its rollback: migrate without %s',
    async (permission) => {
      const migrate = await start('migrate')
      const step = (RequestType: string, before?: string) => ({
        RequestType,
        ResourceProperties: { step: 'schema', synthesizedAt: '2026-11-30T10:00:00.000Z' },
        ...(before && { OldResourceProperties: { step: 'schema', synthesizedAt: before } }),
      })
      await denied(migrate, 'migrate', permission, async () => {
        await expect(migrate.invoke(step('Create'))).rejects.toThrow('is not authorized')
        await migrate.invoke(step('Update', '2026-12-01T10:00:00.000Z'))
      })
      await expect.poll(() => migrate.log()).toContain('migrate.failed')
    },
  )
})

describe('the API', () => {
  it('accepts nothing without sqs:SendMessage, and everything afterwards', async () => {
    const before = await countOf('messages')
    const refused = await denied(api, 'api', 'sqs:SendMessage', () =>
      call('POST', '/messages/send/text', text),
    )
    expect([refused.status, refused.body.error.code]).toEqual([503, 'SERVICE_UNAVAILABLE'])
    expect(await countOf('messages')).toBe(before)
    const sent = await call('POST', '/messages/send/text', text)
    expect(sent.status).toBe(200)
    expect(sqs.bodiesIn('commands').join()).toContain(sent.body.data.key.id)
  })

  it('creates no webhook without kms:GenerateDataKey, and one afterwards', async () => {
    const webhook = { url: 'http://127.0.0.1:9/', events: ['session.connected'] }
    const refused = await denied(api, 'api', 'kms:GenerateDataKey', () => call('POST', '/webhooks', webhook))
    expect([refused.status, await countOf('webhooks')]).toEqual([500, 0])
    expect((await call('POST', '/webhooks', webhook)).status).toBe(201)
  })

  it('posts no test event without kms:Decrypt, and one afterwards', async () => {
    const receiver = await startReceiver()
    const made = await call('POST', '/webhooks', { url: receiver.url, events: ['session.connected'] })
    const cold = await start('api')
    const test = () => call('POST', `/webhooks/${made.body.data.id}/test`, undefined, cold)
    expect((await denied(cold, 'api', 'kms:Decrypt', test)).status).toBe(500)
    expect((await test()).body.data).toMatchObject({ delivered: true })
  })

  it.each(['s3:PutObject', 'kms:GenerateDataKey via s3'])(
    'accepts no picture without %s, and the same request afterwards',
    async (permission) => {
      const picture = { session: 'S', to: '905551234567', base64: PNG.toString('base64') }
      const before = await countOf('messages')
      const refused = await denied(api, 'api', permission, () =>
        call('POST', '/messages/send/image', picture),
      )
      expect([refused.status, await countOf('messages')]).toEqual([500, before])
      expect((await call('POST', '/messages/send/image', picture)).status).toBe(200)
    },
  )

  it('accepts no large file without kms:Decrypt, also if it may not abort the upload', async () => {
    const file = await startFile(Buffer.alloc(6 * 1024 * 1024, 1))
    const document = { session: 'S', to: '905551234567', url: file.url, filename: 'a.bin' }
    const before = await countOf('messages')
    const allow = aws.deny('api', 's3:AbortMultipartUpload')
    const refused = await denied(api, 'api', 'kms:Decrypt via s3', () =>
      call('POST', '/messages/send/document', document),
    )
    allow()
    expect(aws.refused).toContain('api s3:AbortMultipartUpload')
    expect([refused.status, await countOf('messages')]).toEqual([500, before])
    expect((await call('POST', '/messages/send/document', document)).status).toBe(200)
    await file.stop()
  })

  it.each(['s3:GetObject', 'kms:Decrypt via s3'])(
    'keeps an upload that it may not read without %s, and sends it afterwards',
    async (permission) => {
      const mediaId = await uploadPicture()
      const picture = { session: 'S', to: '905551234567', mediaId }
      const refused = await denied(api, 'api', permission, () =>
        call('POST', '/messages/send/image', picture),
      )
      expect(refused.status).toBe(500)
      expect((await call('POST', '/messages/send/image', picture)).status).toBe(200)
    },
  )

  it('sends an upload that it may not remove without s3:DeleteObject', async () => {
    const picture = { session: 'S', to: '905551234567', mediaId: await uploadPicture() }
    const sent = await denied(api, 'api', 's3:DeleteObject', () =>
      call('POST', '/messages/send/image', picture),
    )
    expect(sent.status).toBe(200)
  })

  it.each(['s3:PutObject', 'kms:GenerateDataKey via s3'])(
    'lends no permission to an upload slot: %s',
    async (permission) => {
      const { put } = await slot()
      const allow = aws.deny('api', permission)
      expect(await put()).toBe(403)
      allow()
      expect(await put()).toBe(200)
    },
  )
})

/** Serves a file at any path. */
async function startFile(bytes: Buffer) {
  const server = createServer((_, response) => response.end(bytes))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.bin`,
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** Requests an upload slot for the picture. */
async function slot() {
  const { body } = await call('POST', '/media', { size: PNG.length, mimetype: 'image/png' })
  const { url, method, headers, mediaId } = body.data
  return { mediaId, put: async () => (await fetch(url, { method, headers, body: PNG })).status }
}

async function uploadPicture(): Promise<string> {
  const { mediaId, put } = await slot()
  expect(await put()).toBe(200)
  return mediaId
}

describe('the sweeper', () => {
  let sweeper: Lambda
  beforeAll(async () => {
    sweeper = await start('sweeper')
  })
  const sweep = () => sweeper.invoke(SCHEDULED)

  it('keeps commands and events that it may not send without sqs:SendMessage, and sends them afterwards', async () => {
    const { body } = await call('POST', '/messages/send/text', text)
    const id = body.data.key.id as string
    await db.execute(sql`update messages set created_at = now() - interval '1 minute' where id = ${id}`)
    const event = await storeEvent()
    await denied(sweeper, 'sweeper', 'sqs:SendMessage', sweep)
    for (const event of ['commands.not_enqueued', 'events.not_enqueued'])
      await expect.poll(() => sweeper.log()).toContain(event)
    expect(await requeuedAt(id)).toBeNull()
    expect(sqs.bodiesIn('events').join()).not.toContain(event)
    await sweep()
    expect(await requeuedAt(id)).not.toBeNull()
    expect(sqs.bodiesIn('events').join()).toContain(event)
  })

  it('keeps the name of a file that it may not remove without s3:DeleteObject, and removes it afterwards', async () => {
    const key = `apps/${appId}/med_1`
    await db.insert(erasedFiles).values({ key, erasedAt: new Date(0) })
    await denied(sweeper, 'sweeper', 's3:DeleteObject', sweep)
    expect(await db.select().from(erasedFiles)).toMatchObject([{ key }])
    await sweep()
    expect(await db.select().from(erasedFiles)).toEqual([])
  })

  it.each(['s3:PutObject', 'kms:GenerateDataKey via s3'])(
    'continues an export that it may not write without %s',
    async (permission) => {
      const { body } = await call('POST', '/persons/905551234567/export')
      const status = async () => (await call('GET', `/person-requests/${body.data.id}`)).body.data.status
      await denied(sweeper, 'sweeper', permission, sweep)
      expect(await status()).not.toBe('completed')
      await sweep()
      expect(await status()).toBe('completed')
    },
  )
})

async function requeuedAt(id: string): Promise<unknown> {
  const [row] = await db.select({ at: messages.requeuedAt }).from(messages).where(sql`id = ${id}`)
  return row?.at
}

/** Stores an event that waits for its publication. */
async function storeEvent(): Promise<string> {
  const [event] = await db
    .insert(events)
    .values({
      appId,
      sessionId: 'S',
      type: 'session.connected',
      data: EVENTS['session.connected'].example,
      occurredAt: new Date(Date.now() - 60_000),
    })
    .returning()
  return event?.id ?? ''
}

describe('events and jobs', () => {
  let consumer: Lambda
  beforeAll(async () => {
    consumer = await start('events')
  })

  /** Calls a job as QStash does. */
  async function job(jobs: Lambda, name: JobName, input: object): Promise<number> {
    const body = JSON.stringify(input)
    const now = Math.floor(Date.now() / 1_000)
    const claims = {
      ...{ iss: 'Upstash', sub: `${JOBS_URL}/${name}`, exp: now + 300, nbf: now, iat: now, jti: 'j' },
      body: createHash('sha256').update(body).digest('base64url'),
    }
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
    const signature = `${signed}.${createHmac('sha256', SIGNING_KEY).update(signed).digest('base64url')}`
    const event = httpEvent('POST', `/jobs/${name}`, { 'upstash-signature': signature }, body)
    return (await jobs.invoke(event)).statusCode
  }

  it('deliver no event without kms:Decrypt, and the same event afterwards', async () => {
    const receiver = await startReceiver()
    await db.delete(webhooks)
    await call('POST', '/webhooks', { url: receiver.url, events: ['session.connected'] })
    const id = await storeEvent()
    const jobs = await start('jobs')
    await consumer.invoke(queueEvent(JSON.stringify({ eventId: id })))
    const [delivery] = await db.select().from(deliveries).where(sql`event_id = ${id}`)
    const input = { deliveryId: delivery?.id, attempt: 1 }
    expect(await denied(jobs, 'jobs', 'kms:Decrypt', () => job(jobs, 'deliver-webhook', input))).toBe(503)
    await expect.poll(() => jobs.log()).toContain('job.failed')
    await db.execute('update deliveries set claimed_until = null')
    expect(await job(jobs, 'deliver-webhook', input)).toBe(200)
    expect(receiver.received.map(({ body }) => body.id)).toEqual([id])
  })

  it('keep the answer of a bot that they may not send, and send it afterwards', async () => {
    const file = await startFile(PNG)
    const bot = await createBot(connection, {
      text: { type: 'send_text', config: { message: 'Hi' }, connections: { default: 'picture' } },
      picture: { type: 'send_image', config: { url: file.url, caption: 'Look' } },
    })
    const eventId = await bot.receive('go')
    await denied(consumer, 'events', 'sqs:SendMessage', () =>
      consumer.invoke(queueEvent(JSON.stringify({ eventId }))),
    )
    const [run] = await db.select().from(flowRuns).where(eq(flowRuns.sessionId, bot.sessionId))
    const jobs = await start('jobs')
    const proceed = () => job(jobs, 'continue-flow', { runId: run?.id })
    for (const permission of ['sqs:SendMessage', 's3:PutObject', 'kms:GenerateDataKey via s3']) {
      // The text needs the queue, and the picture needs the bucket.
      expect(await denied(jobs, 'jobs', permission, proceed)).toBe(503)
    }
    expect(await proceed()).toBe(200)
    expect(await bot.said()).toEqual(['Hi', 'Look'])
    const commands = sqs.bodiesIn('commands').filter((body) => body.includes(bot.sessionId))
    expect(commands).toHaveLength(2)
    await file.stop()
  })
})
