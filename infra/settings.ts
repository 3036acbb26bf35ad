import type { Node } from 'constructs'
import { z } from 'zod'
import { readConfig } from '#shared/config/readConfig.ts'

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max)
const flag = z.union([z.boolean(), z.stringbool()])

/** The settings that depend on the size of the deployment. A setting of its own goes before the size. */
const SIZES = {
  small: {
    partitions: 2,
    connectorMax: 1,
    connectorCpu: 256,
    connectorMemoryMb: 512,
    sessionsPerConnector: 50,
    dashboard: false,
    alarmKey: false,
  },
  large: {
    partitions: 16,
    connectorMax: 4,
    connectorCpu: 1024,
    connectorMemoryMb: 2048,
    sessionsPerConnector: 1000,
    dashboard: true,
    alarmKey: true,
  },
} as const

/** Sizes and limits of a deployment, set by CDK context (`-c name=value`, or cdk.json). docs/deploy.md lists them. */
const given = z.object({
  /**
   * Distinguishes gateways of one account and region: a part of the name of each stack, queue and metric.
   */
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/, 'use up to 20 lower-case letters, digits and hyphens')
    .optional(),
  /** Chooses the defaults of the settings that depend on the number of sessions. */
  size: z.enum(['small', 'large']).default('small'),
  /** The number of command queues, and the maximum number of connectors; may grow, but must not shrink. */
  partitions: whole(1, 64).optional(),
  connectorMin: whole(1, 64).default(1),
  connectorMax: whole(1, 64).optional(),
  /** CPU units; 1024 are one vCPU. */
  connectorCpu: z.coerce
    .number()
    .pipe(z.literal([256, 512, 1024, 2048, 4096]))
    .optional(),
  connectorMemoryMb: whole(512, 30_720).optional(),
  /** The fleet scales out above this average number of sessions. */
  sessionsPerConnector: whole(10, 5_000).optional(),
  apiMemoryMb: whole(256, 10_240).default(1024),
  /** Reserved concurrency of the function. Unset, the function shares the concurrency of the account. */
  apiConcurrency: whole(1, 1_000).optional(),
  jobsConcurrency: whole(1, 1_000).optional(),
  /** Batches of events that are processed in parallel. */
  eventsConcurrency: whole(2, 1_000).default(20),
  /** Reserved concurrency of the events function. Unset, it shares the concurrency of the account. */
  eventsReserved: whole(2, 1_000).optional(),
  /** Requests a minute for each API key. */
  requestsPerKey: whole(1, 100_000).default(100),
  /** Requests a second to `/api/v1`, for all callers together. */
  requestsPerSecond: whole(1, 10_000).default(500),
  requestBurst: whole(1, 5_000).default(1_000),
  /** Requests a second to `/jobs`, for all calls of QStash. */
  jobsPerSecond: whole(1, 10_000).default(500),
  /** Requests a second to the management API, for all callers together. */
  adminPerSecond: whole(1, 10_000).default(50),
  /** Requests a second to each path without authentication: `/health`, `/docs`, `/openapi.json`. */
  openPerSecond: whole(1, 10_000).default(20),
  keepMessagesDays: whole(1, 3_650).default(30),
  keepDeliveriesDays: whole(1, 365).default(14),
  /** Largest received file, in MB. WhatsApp's limit for documents is 2 GB. */
  receiveMaxMb: whole(1, 2_048).default(2_048),
  /** Days after which files are deleted. */
  keepMediaDays: whole(1, 3_650).default(30),
  keepLogsDays: z.coerce
    .number()
    .pipe(z.literal([7, 14, 30, 60, 90, 180, 365]))
    .default(30),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  /** Places connectors in private subnets behind a NAT gateway, instead of public subnets without inbound traffic. */
  nat: flag.default(false),
  /** The API's custom domain, and the ARN of its certificate in the same region. */
  domainName: z.hostname().optional(),
  certificateArn: z.string().startsWith('arn:').optional(),
  /** Closes the address of API Gateway. Set it when the domain answers. */
  domainOnly: flag.default(false),
  /** Places CloudFront with a firewall (WAF) before the API and the documents. */
  edge: flag.default(false),
  /** Closes all addresses except CloudFront's. Set it when clients use CloudFront. */
  edgeOnly: flag.default(false),
  /** The ARN of the domain's certificate for CloudFront, which reads certificates in us-east-1 only. */
  edgeCertificateArn: z
    .string()
    .refine((arn) => /^arn:aws[\w-]*:acm:us-east-1:/.test(arn), 'must be a certificate of ACM in us-east-1')
    .optional(),
  /** Requests of one address in five minutes, above which the firewall answers 429. */
  edgePerAddress: whole(10, 2_000_000_000).default(10_000),
  /** A dashboard in CloudWatch. */
  dashboard: flag.optional(),
  /** Encrypts the alarms in their topic by a key of their own. */
  alarmKey: flag.optional(),
  /** The address that receives alarms. */
  alarmEmail: z.email().optional(),
  /** A new value restarts every process, for example after the rotation of a secret. */
  revision: z.coerce.string().default('1'),
})

/** The names of all settings, in the order of docs/deploy.md. */
export const SETTING_NAMES = Object.keys(given.shape)

/** A stage's name, or undefined. */
export const stageSchema = given.shape.stage

export const settingsSchema = given
  .transform((settings) => ({ ...settings, ...sized(settings) }))
  .refine(({ connectorMin, connectorMax }) => connectorMin <= connectorMax, {
    path: ['connectorMin'],
    error: 'must be at most connectorMax',
  })
  .refine(({ connectorMax, partitions }) => connectorMax <= partitions, {
    path: ['connectorMax'],
    error: 'must be at most partitions',
  })
  .refine(({ domainName, certificateArn, edge }) => !domainName === !certificateArn || (domainName && edge), {
    path: ['certificateArn'],
    error: 'must be set together with domainName',
  })
  .refine(({ domainName, edge, edgeCertificateArn }) => !edge || !domainName || edgeCertificateArn, {
    path: ['edgeCertificateArn'],
    error: 'must be set together with edge and domainName: CloudFront needs a certificate in us-east-1',
  })
  .refine(({ edge, edgeOnly }) => edge || !edgeOnly, {
    path: ['edgeOnly'],
    error: 'must be set together with edge. Set edgeOnly=false in a deploy before the one with edge=false',
  })
  .refine(({ domainOnly, domainName }) => !domainOnly || domainName !== undefined, {
    path: ['domainOnly'],
    error: 'must be set together with domainName',
  })
  .refine(({ eventsReserved, eventsConcurrency }) => (eventsReserved ?? Infinity) >= eventsConcurrency, {
    path: ['eventsReserved'],
    error: 'must be at least eventsConcurrency',
  })
  .refine(({ keepMediaDays, keepDeliveriesDays }) => keepMediaDays >= keepDeliveriesDays, {
    path: ['keepMediaDays'],
    error: 'must be at least keepDeliveriesDays',
  })
export type Settings = z.output<typeof settingsSchema>

/** Returns the settings that depend on the size: each given value, or else the default of the size. */
function sized(settings: z.output<typeof given>) {
  const of = SIZES[settings.size]
  return {
    partitions: settings.partitions ?? of.partitions,
    connectorMax: settings.connectorMax ?? of.connectorMax,
    connectorCpu: settings.connectorCpu ?? of.connectorCpu,
    connectorMemoryMb: settings.connectorMemoryMb ?? of.connectorMemoryMb,
    sessionsPerConnector: settings.sessionsPerConnector ?? of.sessionsPerConnector,
    dashboard: settings.dashboard ?? of.dashboard,
    alarmKey: settings.alarmKey ?? of.alarmKey,
  }
}

/**
 * Reads the settings from the context of a CDK app.
 * @throws ConfigError naming each invalid key
 */
export function readSettings(node: Pick<Node, 'tryGetContext'>): Settings {
  return readConfig(
    settingsSchema,
    Object.fromEntries(SETTING_NAMES.map((key) => [key, node.tryGetContext(key)])),
  )
}
