import { once } from '#shared/once.ts'
import { awsCommands } from './awsCommands.ts'
import type { FunctionName } from './bundle.ts'

export type Runtime = FunctionName | 'connector'

/** A call that needs a permission. A resource is the end of an ARN. */
export interface Call {
  action: string
  resource: string
  /** The service through which the caller uses the key. */
  via?: 'secretsmanager' | 's3'
}

export const SECRET = 'secret'
export const EDGE_SECRET = 'edge-secret'
export const KEY = 'key'
export const EVENT_QUEUE = 'vesper-events.fifo'
export const DEAD_LETTERS = 'vesper-commands-dead-letters.fifo'
const DISTRIBUTION = 'distribution/edge'
const FILE = 'bucket/apps/app_1/med_1'
const EXPORT = 'bucket/apps/app_1/exports/prq_1/1.ndjson'
const SERVICE = 'service'
const SWEEP_RULE = 'rule/vesper-sweeps'
const COMMAND_QUEUES = ['vesper-commands-0.fifo', 'vesper-commands-15.fifo']

const onEach = (action: string, resources: readonly string[]): Call[] =>
  resources.map((resource) => ({ action, resource }))

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

/**
 * Returns the calls of a runtime that need a permission, by the commands in its bundle.
 * @param first the first file of the bundle
 * @throws Error if a command has no entry here
 */
export async function neededCalls(runtime: Runtime, folder: string, first: string): Promise<Call[]> {
  const commands = await awsCommands(folder, first, await commandsOfSdk())
  const sent = [...commands].filter((command) => !(command in (NEVER_SENT[runtime] ?? {})))
  return [...sent.flatMap((command) => callsOf(command, runtime)), ...(BY_AWS[runtime] ?? [])]
}

/** Returns the commands that have an exception for a runtime here, and that its bundle lacks. */
export async function staleExceptions(runtime: Runtime, folder: string, first: string): Promise<string[]> {
  const commands = await awsCommands(folder, first, await commandsOfSdk())
  return Object.keys(NEVER_SENT[runtime] ?? {}).filter((command) => !commands.has(command))
}

/** The SDK loads here, because other users of this folder do not need it. */
const commandsOfSdk = once(async () => {
  const clients = await Promise.all([
    import('@aws-sdk/client-cloudfront'),
    import('@aws-sdk/client-ecs'),
    import('@aws-sdk/client-eventbridge'),
    import('@aws-sdk/client-kms'),
    import('@aws-sdk/client-s3'),
    import('@aws-sdk/client-secrets-manager'),
    import('@aws-sdk/client-sqs'),
  ])
  return new Set(clients.flatMap((client) => Object.keys(client)))
})

/** The bucket encrypts each file with the key. */
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
    DescribeServicesCommand: onEach('ecs:DescribeServices', [SERVICE]),
    UpdateServiceCommand: onEach('ecs:UpdateService', [SERVICE]),
    EnableRuleCommand: onEach('events:EnableRule', [SWEEP_RULE]),
    DisableRuleCommand: onEach('events:DisableRule', [SWEEP_RULE]),
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
