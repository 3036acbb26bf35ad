import { z } from 'zod'
import { readConfig } from '#shared/config/readConfig.ts'
import { withSecret } from '#shared/config/withSecret.ts'
import {
  databaseEnvironment,
  directDatabaseEnvironment,
  eventQueueEnvironment,
  keyEnvironment,
  logEnvironment,
  mediaEnvironment,
  queueEnvironment,
} from '#shared/contracts/environment.ts'
import { LEASE_MS } from '#shared/database/index.ts'
import { type FastPaths, parseFastPaths } from './whatsapp/fast/paths.ts'

function toFastPaths(list: string, ctx: z.RefinementCtx): FastPaths {
  try {
    return parseFastPaths(list)
  } catch (error) {
    ctx.addIssue({ code: 'custom', message: (error as Error).message })
    return z.NEVER
  }
}

/** The environment of a connector. */
export const connectorEnvironment = databaseEnvironment
  .extend(directDatabaseEnvironment.shape)
  .extend(queueEnvironment.shape)
  .extend(eventQueueEnvironment.shape)
  .extend(keyEnvironment.shape)
  .extend(logEnvironment.shape)
  .extend(mediaEnvironment.shape)
  .extend({
    /** Receives the commands that no connector can carry out. */
    VESPER_DEAD_LETTER_QUEUE_URL: z.url(),
    /** Names the version of the code and of the configuration. Default: the task definition that ECS reports. */
    VESPER_RELEASE: z.string().min(1).optional(),
    /** Address at which ECS describes the task. ECS defines the name of this variable. */
    ECS_CONTAINER_METADATA_URI_V4: z.url().optional(),
    /** File that the process touches while it lives. The health check of the task reads its age. */
    VESPER_ALIVE_FILE: z.string().optional(),
    /** WebSocket URL of a sandbox that replaces WhatsApp. */
    VESPER_WHATSAPP_URL: z.url({ protocol: /^wss?$/ }).optional(),
    /** Origin (https) of the sandbox's media server. */
    VESPER_WHATSAPP_MEDIA_URL: z.url({ protocol: /^https$/ }).optional(),
    /** Address of the sandbox's page that names the current version of WhatsApp Web. */
    VESPER_WHATSAPP_VERSION_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** The sandbox's root key, 32 bytes in hex. */
    VESPER_WHATSAPP_ROOT_KEY: z.hex().length(64).optional(),
    /** Lease of a partition, in seconds. The death of a host goes unnoticed for this long at most. */
    VESPER_LEASE_SECONDS: z.coerce
      .number()
      .min(3)
      .max(60)
      .default(LEASE_MS / 1_000),
    /** Port of /health/live, /health/ready and /metrics on loopback. Unset: no server. 0: any free port. */
    VESPER_HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
    /** Sessions that this host is sized for. The fleet scales out when the average exceeds it. */
    VESPER_CAPACITY: z.coerce.number().int().min(1).default(1_000),
    /** Connections that are opened per second when many sessions connect at the same time. */
    VESPER_CONNECTS_PER_SECOND: z.coerce.number().positive().default(25),
    /** Interval of keep-alive requests to WhatsApp, in seconds. A connection without an answer is replaced. */
    VESPER_KEEP_ALIVE_SECONDS: z.coerce.number().min(1).max(30).default(20),
    /** Long-poll time of the command queue, in seconds. Each receive is billed, and a stop waits for the last receive. */
    VESPER_QUEUE_WAIT_SECONDS: z.coerce.number().int().min(1).max(20).default(20),
    /** Life of a QR code, in seconds. Default: WhatsApp's own (60 s for the first code, 20 s for the next). */
    VESPER_QR_SECONDS: z.coerce.number().positive().optional(),
    /** Largest received file of any kind, in MB. WhatsApp's own limit for documents is 2 GB. */
    VESPER_RECEIVE_MAX_MB: z.coerce.number().int().min(1).max(2_048).default(2_048),
    /** Log level of Baileys. The log of Baileys may hold message texts, so raise the level only to diagnose a fault. */
    VESPER_BAILEYS_LOG_LEVEL: logEnvironment.shape.LOG_LEVEL.unwrap().default('silent'),
    /** Parts of a socket that differ from Baileys' own: `default`, `all`, `none`, or a list of names with commas. */
    VESPER_BAILEYS_PATHS: z.string().default('default').transform(toFastPaths),
  })
export type ConnectorConfig = z.output<typeof connectorEnvironment>

/**
 * Reads the process environment and the secret that it names.
 * @throws ConfigError
 */
export async function readConnectorConfig(): Promise<ConnectorConfig> {
  return readConfig(connectorEnvironment, await withSecret(process.env))
}
