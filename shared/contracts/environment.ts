import { z } from 'zod'

/** Variables with which each runtime connects to the database. The names are the contract between infra/ and the runtimes. */
export const databaseEnvironment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /**
   * For a PostgreSQL that is not Neon: `host:port/path` of a WebSocket-to-TCP proxy, or `tcp://host:port` of the server for plain TCP.
   * Default: the proxy of Neon.
   */
  VESPER_DATABASE_PROXY: z.string().optional(),
})

/** The additional variable of a migration. */
export const directDatabaseEnvironment = z.object({
  /** The address of the same database without a pooler. Default: DATABASE_URL, if that address is not a pooler's. */
  DATABASE_URL_DIRECT: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
})

/** The number of partitions, over which the sessions are spread. */
export const partitionEnvironment = z.object({
  VESPER_PARTITIONS: z.coerce.number().int().min(1).max(1024).default(16),
})

/** Variables with which a runtime starts and stops the connectors and the sweeps. Without the names, nobody stops them. */
export const fleetEnvironment = z.object({
  AWS_REGION: z.string().default('us-east-1'),
  /** The cluster and the service of the connectors in ECS. */
  VESPER_CLUSTER: z.string().min(1).optional(),
  VESPER_SERVICE: z.string().min(1).optional(),
  /** The rule of EventBridge that invokes the sweeper each minute. */
  VESPER_SWEEP_RULE: z.string().min(1).optional(),
  /** The limits of the number of connectors while a session exists. */
  VESPER_CONNECTOR_MIN: z.coerce.number().int().min(1).default(1),
  VESPER_CONNECTOR_MAX: z.coerce.number().int().min(1).default(64),
})

/** Variables with which a runtime uses the command queues. */
export const queueEnvironment = z.object({
  /** URL of the FIFO queue of a partition, with `{partition}` in place of the number. */
  VESPER_COMMAND_QUEUE_URL: z.url().includes('{partition}'),
  AWS_REGION: z.string().default('us-east-1'),
  /** Endpoint of SQS outside AWS. The AWS SDK defines the name of this variable. */
  AWS_ENDPOINT_URL_SQS: z.url().optional(),
})

/** The variable with which a runtime uses the event queue. */
export const eventQueueEnvironment = z.object({
  /** URL of the FIFO event queue. */
  VESPER_EVENT_QUEUE_URL: z.url(),
})

/** Variables with which a runtime publishes jobs to QStash. */
export const jobQueueEnvironment = z.object({
  /** Default: the address of Upstash. */
  QSTASH_URL: z.url().optional(),
  QSTASH_TOKEN: z.string().min(1),
  /** Base URL of our jobs. The gateway appends the name of the job. */
  VESPER_JOBS_URL: z.url(),
})

/** Variables of `jobQueueEnvironment`, and the keys that verify the signature of QStash. */
export const jobEnvironment = jobQueueEnvironment.extend({
  QSTASH_CURRENT_SIGNING_KEY: z.string().min(1),
  QSTASH_NEXT_SIGNING_KEY: z.string().min(1),
})

/** The master key that wraps data keys: a KMS key in the cloud, a file on one machine. */
export const keyEnvironment = z.object({
  AWS_REGION: z.string().default('us-east-1'),
  /** Id or ARN of the KMS key that wraps all data keys. */
  VESPER_KMS_KEY_ID: z.string().optional(),
  /** A file with the master key that wraps all data keys: 32 bytes in base64. */
  VESPER_MASTER_KEY_FILE: z.string().optional(),
})

/** Variables of the management API and of the rate limit. Only the API reads them. */
export const accessEnvironment = z.object({
  /** The token that opens the management API (/admin/v1). Without a token, the management API is closed. */
  VESPER_ADMIN_TOKEN: z
    .string()
    .min(16)
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
    .optional(),
  /** Requests a minute for each API key, and for each address that sends no API key. */
  VESPER_RATE_LIMIT: z.coerce.number().int().min(1).default(100),
  /** Number of proxies in front of the API that append to x-forwarded-for. Behind API Gateway alone: 0. */
  VESPER_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** The Redis that counts the requests of all processes. Default: each process counts its own requests. */
  UPSTASH_REDIS_REST_URL: z.url({ protocol: /^https?$/ }).optional(),
  UPSTASH_REDIS_REST_TOKEN: z.string().min(1).optional(),
})

/** Variables of the functions that CloudFront calls. Without them, no edge stands before the gateway. */
export const edgeEnvironment = z.object({
  /** ARN of the secret with the value of the edge's header. */
  VESPER_EDGE_SECRET_ARN: z.string().optional(),
  /**
   * The direct addresses that are closed: `none`, the `endpoint` of API Gateway, or `all`. A closed address refuses requests without the
   * header.
   */
  VESPER_EDGE_CLOSED: z.enum(['none', 'endpoint', 'all']).default('none'),
})

/** The variables of the rotation of the edge's secret. */
export const edgeRotationEnvironment = z.object({
  /** The id of the distribution of CloudFront that sends the header. */
  VESPER_EDGE_DISTRIBUTION: z.string().min(1),
})

/** The variables that point a runtime in the cloud to its secret. */
export const secretEnvironment = z.object({
  /** ARN of the secret whose JSON completes the environment. Without an ARN, the environment is complete. */
  VESPER_SECRET_ARN: z.string().optional(),
  /** A changed value restarts the process, which then reads the secret again. No code reads this variable. */
  VESPER_SECRET_REVISION: z.string().optional(),
})

/** The store of media files: a bucket in the cloud, or a folder on one machine. */
export const mediaEnvironment = z.object({
  AWS_REGION: z.string().default('us-east-1'),
  VESPER_MEDIA_BUCKET: z.string().optional(),
  VESPER_MEDIA_DIR: z.string().optional(),
  /** Origin of the folder's signed URLs. */
  VESPER_MEDIA_URL: z.url().optional(),
  /** Base64 key that signs the folder's URLs. */
  VESPER_MEDIA_KEY: z.string().optional(),
})

export const logEnvironment = z.object({
  /** CloudWatch's namespace of the metrics, which the log holds in the embedded metric format. Unset, the log holds no metrics. */
  VESPER_METRICS_NAMESPACE: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

export type EdgeEnvironment = z.output<typeof edgeEnvironment>
export type DatabaseEnvironment = z.output<typeof databaseEnvironment>
export type DirectDatabaseEnvironment = z.output<typeof directDatabaseEnvironment>
export type MediaEnvironment = z.output<typeof mediaEnvironment>
export type FleetEnvironment = z.output<typeof fleetEnvironment>
export type EventQueueEnvironment = z.output<typeof eventQueueEnvironment>
export type LogEnvironment = z.output<typeof logEnvironment>
export type KeyEnvironment = z.output<typeof keyEnvironment>
export type JobQueueEnvironment = z.output<typeof jobQueueEnvironment>
export type JobEnvironment = z.output<typeof jobEnvironment>
export type QueueEnvironment = z.output<typeof queueEnvironment>
