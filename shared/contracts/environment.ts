import { z } from 'zod'

/** What every runtime needs to reach the database. The key names are the contract between infra/ and the runtimes. */
export const databaseEnvironment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** `host:port/path` of a WebSocket-to-TCP proxy, for a PostgreSQL that is not Neon. None: Neon's own. */
  VESPER_DATABASE_PROXY: z.string().optional(),
})

/** What a migration needs beside that. */
export const directDatabaseEnvironment = z.object({
  /** The same database without a pooler. None: DATABASE_URL, which then may not be a pooler's. */
  DATABASE_URL_DIRECT: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
})

/** How many partitions sessions are spread over. */
export const partitionEnvironment = z.object({
  VESPER_PARTITIONS: z.coerce.number().int().min(1).max(1024).default(16),
})

/** What it takes to reach the connectors' command queues. */
export const queueEnvironment = z.object({
  /** URL of the FIFO queue of a partition, with `{partition}` in the place of its number. */
  VESPER_COMMAND_QUEUE_URL: z.url().includes('{partition}'),
  AWS_REGION: z.string().default('us-east-1'),
  /** Where SQS is, when it is not in AWS. The AWS SDK's own variable name. */
  AWS_ENDPOINT_URL_SQS: z.url().optional(),
})

/** What whoever makes events, or passes them on, needs to reach their queue. */
export const eventQueueEnvironment = z.object({
  /** URL of the FIFO queue of events. */
  VESPER_EVENT_QUEUE_URL: z.url(),
})

/** What it takes to have QStash call us. */
export const jobQueueEnvironment = z.object({
  /** None: Upstash's own. */
  QSTASH_URL: z.url().optional(),
  QSTASH_TOKEN: z.string().min(1),
  /** Where QStash finds our jobs: a job's name is appended to it. */
  VESPER_JOBS_URL: z.url(),
})

/** What it takes beside that to know that it is QStash that calls. */
export const jobEnvironment = jobQueueEnvironment.extend({
  QSTASH_CURRENT_SIGNING_KEY: z.string().min(1),
  QSTASH_NEXT_SIGNING_KEY: z.string().min(1),
})

/** What seals secrets: a key of KMS in the cloud, a file on one machine. */
export const keyEnvironment = z.object({
  AWS_REGION: z.string().default('us-east-1'),
  /** Id or ARN of the key of KMS that wraps all data keys. */
  VESPER_KMS_KEY_ID: z.string().optional(),
  /** A file with the 32 bytes, in base64, that wrap all data keys. */
  VESPER_MASTER_KEY_FILE: z.string().optional(),
})

/** What the management API and the rate limit need; the API alone reads it. */
export const accessEnvironment = z.object({
  /** Opens the management API (/admin/v1). None: it is closed. */
  VESPER_ADMIN_TOKEN: z
    .string()
    .min(16)
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
    .optional(),
  /** Requests a minute: of each API key, and of each address without one. */
  VESPER_RATE_LIMIT: z.coerce.number().int().min(1).default(100),
  /** Proxies in front of the API that append to x-forwarded-for. Behind API Gateway alone: none. */
  VESPER_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Where requests are counted over all processes. None: each process counts for itself. */
  UPSTASH_REDIS_REST_URL: z.url({ protocol: /^https?$/ }).optional(),
  UPSTASH_REDIS_REST_TOKEN: z.string().min(1).optional(),
})

/** Where a runtime in the cloud finds what is secret of its environment. */
export const secretEnvironment = z.object({
  /** The secret of Secrets Manager whose JSON completes the environment. None: the environment is complete. */
  VESPER_SECRET_ARN: z.string().optional(),
  /** Nobody reads it: a change of it restarts the process, which then reads the secret anew. */
  VESPER_SECRET_REVISION: z.string().optional(),
})

/** Where files are that wait to be sent, or were received: a bucket, or on one machine a folder. */
export const mediaEnvironment = z.object({
  AWS_REGION: z.string().default('us-east-1'),
  VESPER_MEDIA_BUCKET: z.string().optional(),
  VESPER_MEDIA_DIR: z.string().optional(),
  /** Origin of the folder's signed URLs. */
  VESPER_MEDIA_URL: z.url().optional(),
  /** Signs the folder's URLs; base64. */
  VESPER_MEDIA_KEY: z.string().optional(),
})

export const logEnvironment = z.object({
  /** Whether measurements are written into the log, in the form that CloudWatch makes metrics of. */
  VESPER_EMF: z.stringbool().default(false),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

export type DatabaseEnvironment = z.output<typeof databaseEnvironment>
export type DirectDatabaseEnvironment = z.output<typeof directDatabaseEnvironment>
export type MediaEnvironment = z.output<typeof mediaEnvironment>
export type EventQueueEnvironment = z.output<typeof eventQueueEnvironment>
export type LogEnvironment = z.output<typeof logEnvironment>
export type KeyEnvironment = z.output<typeof keyEnvironment>
export type JobQueueEnvironment = z.output<typeof jobQueueEnvironment>
export type JobEnvironment = z.output<typeof jobEnvironment>
export type QueueEnvironment = z.output<typeof queueEnvironment>
