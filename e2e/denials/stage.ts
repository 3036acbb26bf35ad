import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { sql } from 'drizzle-orm'
import { startFauxqs } from 'fauxqs'
import { afterAll, expect } from 'vitest'
import {
  apiEnvironment,
  eventsEnvironment,
  jobsEnvironment,
  migrateEnvironment,
  sweeperEnvironment,
} from '#functions/index.ts'
import { bundleFunction } from '#infra/build/index.ts'
import { type LocalSqs, startSqs } from '#local/queues/index.ts'
import { deploymentSecret } from '#shared/contracts/deploymentSecret.ts'
import { EVENTS } from '#shared/contracts/events.ts'
import { type DatabaseConnection, events } from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import { createApiKey } from '#shared/domain/apiKeys/index.ts'
import { startStrictS3 } from '#shared/media/stores/strictS3.fixture.ts'
import { apiBundle } from '../support/apiBundle.ts'
import { startAws } from '../support/aws.ts'
import { connectTo, createDatabase } from '../support/database.ts'
import { FLEET_VARIABLES, type FleetState, fleetOperations } from '../support/ecs.ts'
import { kmsOperations } from '../support/kms.ts'
import { httpEvent, type Lambda, startLambda } from '../support/lambda.ts'
import { type StrictAws, startStrictAws } from '../support/strictAws.ts'

const SCHEMAS = {
  api: apiEnvironment,
  events: eventsEnvironment,
  jobs: jobsEnvironment,
  sweeper: sweeperEnvironment,
  migrate: migrateEnvironment,
}
/** The functions of a deployment that this stage can start. Only an edge has the function `rotate`. */
export type FunctionName = keyof typeof SCHEMAS
export const FUNCTIONS = Object.keys(SCHEMAS) as FunctionName[]
export const SIGNING_KEY = 'sig_of_the_test'
export const JOBS_URL = 'http://127.0.0.1:9/jobs'
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
/** A text that the session S sends. */
export const TEXT = { session: 'S', to: '905551234567', text: 'hello' }
/** The value that CloudFront sends in the header of the edge. */
export const EDGE_VALUE = 'e'.repeat(64)
const ARN = 'arn:aws:secretsmanager:us-east-1:111122223333:secret'

/** The functions as Lambda runs them, on stand-ins that check each call as IAM does. All files of this folder share one stage. */
export interface DenialStage {
  aws: StrictAws
  sqs: LocalSqs
  /** A client of the bucket `media` that no denial affects. */
  s3: S3Client
  connection: DatabaseConnection
  /** The service of the connectors and the rule of the sweeps. */
  fleet: FleetState
  appId: string
  /** The API, which runs from the beginning. */
  api: Lambda
  /** Returns the folder of a bundle. */
  folderOf(name: FunctionName | 'rotate'): string
  /** Starts a function with its role. The secret holds the variables that a deployment keeps there. */
  start(name: FunctionName, more?: Record<string, string>): Promise<Lambda>
  call(method: string, where: string, body?: unknown, at?: Lambda): Promise<Answer>
  /** Runs a step while a permission is denied to a role, and expects that the permission was needed and that the log names it. */
  denied<T>(lambda: Lambda, role: FunctionName, permission: string, run: () => Promise<T>): Promise<T>
  /** Stores an event of session S that waits for its publication. */
  storeEvent(): Promise<string>
}

interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests read bodies of all shapes
  body: any
}

/** Opens the stage for the tests of a file, and closes it after them. */
export async function openDenialStage(): Promise<DenialStage> {
  const closing: (() => unknown)[] = []
  afterAll(async () => {
    for (const close of closing) await close()
  })
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-denials-'))
  const address = await createDatabase()
  const connection = connectTo(address)
  const sqs = await startSqs(4)
  const store = await startFauxqs({ port: 0, logger: false })
  const strict = await startStrictS3(store.address, 'test')
  let secret: Record<string, string> = {}
  const fleet = { desiredCount: 1, isEnabled: true }
  const operations = await startAws({
    ...kmsOperations(),
    ...fleetOperations(fleet),
    'secretsmanager.GetSecretValue': ({ SecretId = '' }) => ({
      SecretString: JSON.stringify(SecretId.endsWith(':edge') ? { value: EDGE_VALUE } : secret),
    }),
  })
  const aws = await startStrictAws({
    sqs: sqs.environment.AWS_ENDPOINT_URL_SQS,
    s3: strict.address,
    kms: operations.endpoint,
    secretsmanager: operations.endpoint,
    ecs: operations.endpoint,
    events: operations.endpoint,
  })
  const s3 = await openBucket(store.address)
  closing.push(
    ...[aws.stop, strict.stop, () => s3.destroy(), () => store.stop(), operations.stop, sqs.stop],
    connection.close,
    () => rm(folder, { recursive: true, force: true }),
  )
  const folders = Object.fromEntries(
    await Promise.all(
      ([...FUNCTIONS, 'rotate'] as const).map(async (name) => [name, await build(name, folder)]),
    ),
  ) as Record<FunctionName | 'rotate', string>
  secret = {
    ...address,
    ...sqs.environment,
    ...FLEET_VARIABLES,
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
  const { appId, apiKey } = await createTenant(connection)

  const start: DenialStage['start'] = async (name, more = {}) => {
    const own = Object.entries(secret).filter(
      ([key]) => key in SCHEMAS[name].shape && !(key in deploymentSecret.shape),
    )
    const lambda = await startLambda(folders[name], {
      ...Object.fromEntries(own),
      VESPER_SECRET_ARN: `${ARN}:vesper`,
      LOG_LEVEL: 'info',
      ...aws.environmentOf(name),
      ...more,
    })
    closing.unshift(lambda.stop)
    return lambda
  }
  const api = await start('api')
  return {
    ...{ aws, sqs, s3, connection, fleet, appId, api, start },
    folderOf: (name) => folders[name],
    async call(method, where, body, at = api) {
      const headers = { 'x-api-key': apiKey, 'content-type': 'application/json' }
      const text = body === undefined ? body : JSON.stringify(body)
      const answer = await at.invoke(httpEvent(method, `/api/v1${where}`, headers, text))
      return { status: answer.statusCode, body: JSON.parse(answer.body) }
    },
    async denied(lambda, role, permission, run) {
      const from = lambda.log().length
      const before = aws.refused.length
      const allow = aws.deny(role, permission)
      const result = await run().finally(allow)
      const [action = ''] = permission.split(' on ')
      expect(aws.refused.slice(before)).toContain(`${role} ${action}`)
      await expect.poll(() => lambda.log().slice(from)).toContain(`is not authorized to perform: ${action}`)
      return result
    },
    async storeEvent() {
      const [event] = await connection.db
        .insert(events)
        .values({
          ...{ appId, sessionId: 'S', type: 'session.connected' },
          data: EVENTS['session.connected'].example,
          occurredAt: new Date(Date.now() - 60_000),
        })
        .returning()
      return event?.id ?? ''
    },
  }
}

/** The variables of a function behind an edge. */
export const BEHIND_EDGE = { VESPER_EDGE_SECRET_ARN: `${ARN}:edge`, VESPER_EDGE_CLOSED: 'all' }

async function build(name: FunctionName | 'rotate', folder: string): Promise<string> {
  if (name === 'api') return await apiBundle()
  const own = path.join(folder, name)
  await bundleFunction(name, own)
  return own
}

async function openBucket(endpoint: string): Promise<S3Client> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = new S3Client({ region: 'us-east-1', endpoint, forcePathStyle: true, credentials })
  await client.send(new CreateBucketCommand({ Bucket: 'media' }))
  return client
}

/** Creates an app with an API key and a connected session S. */
async function createTenant({ db }: DatabaseConnection): Promise<{ appId: string; apiKey: string }> {
  const { appId } = await createAccount({
    ctx: { db },
    input: { name: 'A', plan: 'self_hosted', appName: 'B' },
  })
  const { key } = await createApiKey({ ctx: { db }, input: { appId, name: 'test' } })
  await db.execute(sql`insert into sessions (id, app_id, name, partition, run, status, paired_at, announced)
    values ('S', ${appId}, 'S', 0, 'r', 'connected', now(), 'connected')`)
  return { appId, apiKey: key }
}

/** Serves a file at any path. */
export async function startFile(bytes: Buffer): Promise<{ url: string; stop(): Promise<unknown> }> {
  const server = createServer((_, response) => response.end(bytes))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.bin`,
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}
