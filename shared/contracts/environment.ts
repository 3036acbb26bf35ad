import { z } from 'zod'

/** What every runtime needs to reach the database. The key names are the contract between infra/ and the runtimes. */
export const databaseEnvironment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** `host:port/path` of a WebSocket-to-TCP proxy, for a PostgreSQL that is not Neon. None: Neon's own. */
  VESPER_DATABASE_PROXY: z.string().optional(),
})

/** What every runtime needs to reach the connectors' command queues. */
export const queueEnvironment = z.object({
  /** URL of the FIFO queue of a partition, with `{partition}` in the place of its number. */
  VESPER_COMMAND_QUEUE_URL: z.url().includes('{partition}'),
  VESPER_DEAD_LETTER_QUEUE_URL: z.url(),
  VESPER_PARTITIONS: z.coerce.number().int().min(1).max(1024).default(16),
  AWS_REGION: z.string().default('us-east-1'),
  /** Where SQS is, when it is not in AWS. The AWS SDK's own variable name. */
  AWS_ENDPOINT_URL_SQS: z.url().optional(),
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
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

export type DatabaseEnvironment = z.output<typeof databaseEnvironment>
export type MediaEnvironment = z.output<typeof mediaEnvironment>
export type QueueEnvironment = z.output<typeof queueEnvironment>
