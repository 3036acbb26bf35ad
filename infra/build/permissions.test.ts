import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as cloudFront from '@aws-sdk/client-cloudfront'
import * as kms from '@aws-sdk/client-kms'
import * as s3 from '@aws-sdk/client-s3'
import * as secretsManager from '@aws-sdk/client-secrets-manager'
import * as sqs from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { synthesize } from '../stacks/assertions/synth.ts'
import { awsCommands } from './awsCommands.ts'
import { bundleConnector, bundleFunction, FUNCTIONS } from './bundle.ts'

const COMMANDS = new Set([cloudFront, kms, s3, secretsManager, sqs].flatMap((client) => Object.keys(client)))

/** Resources and conditions of a call. A resource is the end of an ARN. */
interface Call {
  action: string
  resource: string
  /** The service through which the caller uses the key. */
  via?: 'secretsmanager' | 's3'
}
const SECRET = 'secret'
const EDGE_SECRET = 'edge-secret'
const DISTRIBUTION = 'distribution/edge'
const KEY = 'key'
const FILE = 'bucket/apps/app_1/med_1'
const EXPORT = 'bucket/apps/app_1/exports/prq_1/1.ndjson'
const COMMAND_QUEUES = ['vesper-commands-0.fifo', 'vesper-commands-15.fifo']
const EVENT_QUEUE = 'vesper-events.fifo'
const DEAD_LETTERS = 'vesper-commands-dead-letters.fifo'

const onEach = (action: string, resources: readonly string[]): Call[] =>
  resources.map((resource) => ({ action, resource }))

/** Calls of a runtime that need a permission, by the command. The bucket encrypts each file with the key. */
function callsOf(command: string, runtime: Runtime): Call[] {
  const { file = FILE, secrets = [SECRET], queues = [...COMMAND_QUEUES, EVENT_QUEUE] } = OWN[runtime] ?? {}
  const read: Call[] = [
    { action: 's3:GetObject', resource: file },
    { action: 's3:ListBucket', resource: 'bucket' },
    { action: 'kms:Decrypt', resource: KEY, via: 's3' },
  ]
  const write: Call[] = [
    { action: 's3:PutObject', resource: file },
    { action: 'kms:GenerateDataKey', resource: KEY, via: 's3' },
  ]
  const calls: Record<string, Call[]> = {
    GetSecretValueCommand: [
      ...onEach('secretsmanager:GetSecretValue', secrets),
      { action: 'kms:Decrypt', resource: KEY, via: 'secretsmanager' },
    ],
    PutSecretValueCommand: [
      ...onEach('secretsmanager:PutSecretValue', secrets),
      { action: 'kms:GenerateDataKey', resource: KEY, via: 'secretsmanager' },
    ],
    DescribeSecretCommand: onEach('secretsmanager:DescribeSecret', secrets),
    UpdateSecretVersionStageCommand: onEach('secretsmanager:UpdateSecretVersionStage', secrets),
    GetDistributionCommand: onEach('cloudfront:GetDistribution', [DISTRIBUTION]),
    GetDistributionConfigCommand: onEach('cloudfront:GetDistributionConfig', [DISTRIBUTION]),
    UpdateDistributionCommand: onEach('cloudfront:UpdateDistribution', [DISTRIBUTION]),
    GetObjectCommand: read,
    HeadObjectCommand: read,
    PutObjectCommand: write,
    CreateMultipartUploadCommand: write,
    UploadPartCommand: [...write, { action: 'kms:Decrypt', resource: KEY, via: 's3' }],
    CompleteMultipartUploadCommand: [...write, { action: 'kms:Decrypt', resource: KEY, via: 's3' }],
    AbortMultipartUploadCommand: [{ action: 's3:AbortMultipartUpload', resource: file }],
    DeleteObjectCommand: [{ action: 's3:DeleteObject', resource: FILE }],
    GenerateDataKeyCommand: [{ action: 'kms:GenerateDataKey', resource: KEY }],
    DecryptCommand: [{ action: 'kms:Decrypt', resource: KEY }],
    SendMessageCommand: onEach('sqs:SendMessage', queues),
    SendMessageBatchCommand: onEach('sqs:SendMessage', queues),
    ReceiveMessageCommand: onEach('sqs:ReceiveMessage', COMMAND_QUEUES),
    DeleteMessageBatchCommand: onEach('sqs:DeleteMessage', COMMAND_QUEUES),
    ChangeMessageVisibilityBatchCommand: onEach('sqs:ChangeMessageVisibility', COMMAND_QUEUES),
  }
  const found = calls[command]
  if (!found) throw new Error(`${command} of ${runtime} has no entry: add the calls that need a permission`)
  return found
}

type Runtime = (typeof FUNCTIONS)[number] | 'connector'
/** The files, queues and secrets of a runtime that differ from those of the others. */
const OWN: Partial<Record<Runtime, { file?: string; queues?: string[]; secrets?: string[] }>> = {
  api: { secrets: [SECRET, EDGE_SECRET] },
  jobs: { secrets: [SECRET, EDGE_SECRET] },
  rotate: { secrets: [EDGE_SECRET] },
  sweeper: { file: EXPORT },
  connector: { queues: [EVENT_QUEUE, DEAD_LETTERS] },
}
/** Commands in a bundle that its code never sends, with the reason. */
const NEVER_SENT: Partial<Record<Runtime, Record<string, string>>> = {
  sweeper: {
    GetObjectCommand: 'the sweeper writes and deletes files, and reads none',
    HeadObjectCommand: 'the sweeper writes and deletes files, and reads none',
  },
  jobs: { GenerateDataKeyCommand: 'jobs open the secrets of webhooks, and seal none' },
  connector: { HeadBucketCommand: 'a helper of the SDK for another region' },
}
/** Calls of AWS in the name of a role. */
const BY_AWS: Partial<Record<Runtime, Call[]>> = {
  events: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'].flatMap((action) =>
    onEach(action, [EVENT_QUEUE]),
  ),
}
/** Logical ids of the policies of each runtime's role. */
const POLICIES: Record<Runtime, string> = {
  api: 'ApiRole',
  jobs: 'JobsRole',
  events: 'EventsConsumerRole',
  sweeper: 'SweeperFunctionRole',
  migrate: 'MigrationFunctionRole',
  rotate: 'EdgeRotationFunctionRole',
  connector: 'FleetTaskTaskRole',
}

interface Statement {
  Action: string | string[]
  Resource: unknown
  Condition?: { StringEquals: Record<string, unknown> }
}

/** Returns the text of a template's value, with the names of this test for resources. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  const [[kind, inner] = []] = Object.entries(value as Record<string, unknown>)
  if (kind === 'Fn::Join') return (inner as [string, unknown[]])[1].map(textOf).join('')
  const name = JSON.stringify(inner)
  if (/Media.*Arn/.test(name)) return 'bucket'
  if (/EdgeSecret/.test(name)) return EDGE_SECRET
  if (/EdgeDistribution/.test(name)) return 'edge'
  if (/RefSecret|Secret/.test(name)) return SECRET
  if (/Key.*Arn/.test(name)) return KEY
  if (/EventsQueue/.test(name)) return EVENT_QUEUE
  if (/CommandsDeadLetters/.test(name)) return DEAD_LETTERS
  return name.replace(/[^\w]/g, '')
}

function matches(pattern: string, name: string): boolean {
  const last = pattern.split(':').at(-1) ?? ''
  const source = last
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`).test(name)
}

/** Tells whether a statement allows a call. A call through another service has no context of its own. */
function allows({ Action, Resource, Condition }: Statement, { action, resource, via }: Call): boolean {
  if (![Action].flat().includes(action)) return false
  if (![Resource].flat().some((one) => matches(textOf(one), resource))) return false
  const service = Condition?.StringEquals['kms:ViaService']
  return service === undefined || (via !== undefined && textOf(service).startsWith(`${via}.`))
}

let root = ''
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vesper-permissions-'))
  await Promise.all([
    ...FUNCTIONS.map((name) => bundleFunction(name, path.join(root, name))),
    bundleConnector(path.join(root, 'connector')),
  ])
})
afterAll(() => rm(root, { recursive: true, force: true }))

async function neededBy(runtime: Runtime): Promise<Call[]> {
  const first = runtime === 'connector' ? 'main.mjs' : 'index.mjs'
  const commands = await awsCommands(path.join(root, runtime), first, COMMANDS)
  const unsent = Object.keys(NEVER_SENT[runtime] ?? {})
  expect(unsent.filter((command) => !commands.has(command))).toEqual([])
  const sent = [...commands].filter((command) => !unsent.includes(command))
  return [...sent.flatMap((command) => callsOf(command, runtime)), ...(BY_AWS[runtime] ?? [])]
}

/** The template with the edge has each role. */
const withEdge = synthesize({ edge: 'true' })

function statementsOf(runtime: Runtime): Statement[] {
  const statements = Object.entries(withEdge.find('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith(POLICIES[runtime]))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[])
  return statements.filter(({ Action }) => ![Action].flat().some((action) => action.startsWith('logs:')))
}

it.each(Object.keys(POLICIES) as Runtime[])(
  '%s may make each call that its bundle makes, and no other',
  async (runtime) => {
    const [needed, statements] = [await neededBy(runtime), statementsOf(runtime)]
    expect(needed.length).toBeGreaterThan(1)
    const missing = needed.filter((call) => !statements.some((statement) => allows(statement, call)))
    expect(missing).toEqual([])
    const beyond = statements.flatMap((statement) =>
      [statement.Action].flat().flatMap((Action) =>
        [statement.Resource]
          .flat()
          .filter((Resource) => !needed.some((call) => allows({ ...statement, Action, Resource }, call)))
          .map((Resource) => `${Action} ${textOf(Resource)}`),
      ),
    )
    expect(beyond).toEqual([])
  },
)

it('keeps each policy below the limit of IAM with 64 partitions', () => {
  const { find } = synthesize({ partitions: '64' })
  const sizes = Object.values(find('AWS::IAM::Policy')).map(
    ({ Properties }) => JSON.stringify(Properties.PolicyDocument).length,
  )
  expect(Math.max(...sizes)).toBeLessThan(6_000)
})
