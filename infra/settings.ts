import type { Node } from 'constructs'
import { z } from 'zod'
import { readConfig } from '#shared/config/readConfig.ts'

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max)
const flag = z.union([z.boolean(), z.stringbool()])

/** Sizes and limits of a deployment, by CDK context (`-c name=value`, or cdk.json); docs/deploy.md has them in a table. */
export const settingsSchema = z
  .object({
    /** Queues of commands, and so the most connectors that can share the work. May grow, must not shrink. */
    partitions: whole(1, 64).default(16),
    connectorMin: whole(1, 64).default(1),
    connectorMax: whole(1, 64).default(4),
    /** In CPU units, 1024 to a vCPU. */
    connectorCpu: z.coerce
      .number()
      .pipe(z.literal([256, 512, 1024, 2048, 4096]))
      .default(1024),
    connectorMemoryMb: whole(512, 30_720).default(2048),
    /** The fleet grows when a connector has more than this on the average. */
    sessionsPerConnector: whole(10, 5_000).default(700),
    apiMemoryMb: whole(256, 10_240).default(1024),
    /** Lambda keeps so many for the function alone, and runs no more. None: what the account has. */
    apiConcurrency: whole(1, 1_000).optional(),
    jobsConcurrency: whole(1, 1_000).optional(),
    /** Batches of events beside each other. */
    eventsConcurrency: whole(2, 1_000).default(20),
    /** Concurrency that Lambda keeps for events alone. None: what the account has. */
    eventsReserved: whole(2, 1_000).optional(),
    /** A minute, of each API key. */
    requestsPerKey: whole(1, 100_000).default(100),
    /** Of all callers of `/api/v1` together. */
    requestsPerSecond: whole(1, 10_000).default(500),
    requestBurst: whole(1, 5_000).default(1_000),
    /** Of all calls of QStash. */
    jobsPerSecond: whole(1, 10_000).default(500),
    /** Of all callers of the management API together. */
    adminPerSecond: whole(1, 10_000).default(50),
    /** Of all callers of one path that takes no key: `/health`, `/docs`, `/openapi.json`. */
    openPerSecond: whole(1, 10_000).default(20),
    keepMessagesDays: whole(1, 3_650).default(30),
    keepDeliveriesDays: whole(1, 365).default(14),
    /** After which files are deleted. */
    keepMediaDays: whole(1, 3_650).default(30),
    keepLogsDays: z.coerce
      .number()
      .pipe(z.literal([7, 14, 30, 60, 90, 180, 365]))
      .default(30),
    logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    /** Connectors in private subnets behind a NAT gateway, in the place of public ones that nothing may enter. */
    nat: flag.default(false),
    /** The API's own domain, and the ARN of its certificate in the same region. */
    domainName: z.hostname().optional(),
    certificateArn: z.string().startsWith('arn:').optional(),
    /** Hears of alarms. */
    alarmEmail: z.email().optional(),
    /** Changed, it restarts every process: for a secret that has been rotated. */
    revision: z.coerce.string().default('1'),
  })
  .refine(({ connectorMin, connectorMax }) => connectorMin <= connectorMax, {
    path: ['connectorMin'],
    error: 'is more than connectorMax',
  })
  .refine(({ connectorMax, partitions }) => connectorMax <= partitions, {
    path: ['connectorMax'],
    error: 'is more than partitions',
  })
  .refine(({ domainName, certificateArn }) => !domainName === !certificateArn, {
    path: ['certificateArn'],
    error: 'goes with domainName',
  })
  .refine(({ eventsReserved, eventsConcurrency }) => (eventsReserved ?? Infinity) >= eventsConcurrency, {
    path: ['eventsReserved'],
    error: 'is less than eventsConcurrency',
  })
  .refine(({ keepMediaDays, keepDeliveriesDays }) => keepMediaDays >= keepDeliveriesDays, {
    path: ['keepMediaDays'],
    error: 'is less than keepDeliveriesDays',
  })
export type Settings = z.output<typeof settingsSchema>

/** Reads the context of a CDK app, by its node.
 * @throws ConfigError naming each key that is wrong */
export function readSettings(node: Pick<Node, 'tryGetContext'>): Settings {
  const keys = Object.keys(settingsSchema.shape)
  return readConfig(settingsSchema, Object.fromEntries(keys.map((key) => [key, node.tryGetContext(key)])))
}
