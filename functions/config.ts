import { z } from 'zod'
import { readConfig } from '#shared/config/readConfig.ts'
import { withSecret } from '#shared/config/withSecret.ts'
import {
  accessEnvironment,
  databaseEnvironment,
  directDatabaseEnvironment,
  edgeEnvironment,
  edgeRotationEnvironment,
  eventQueueEnvironment,
  fleetEnvironment,
  jobEnvironment,
  jobQueueEnvironment,
  keyEnvironment,
  logEnvironment,
  mediaEnvironment,
  partitionEnvironment,
  queueEnvironment,
} from '#shared/contracts/environment.ts'

const coreEnvironment = databaseEnvironment.extend(logEnvironment.shape)

const settingsEnvironment = z.object({
  /** True if users' URLs may use http and private addresses. For installations on one machine only. */
  VESPER_ALLOW_PRIVATE_URLS: z.stringbool().default(false),
  /** Time that an accepted message waits for its session before it ends FAILED. */
  VESPER_SEND_WITHIN_SECONDS: z.coerce.number().int().min(1).max(86_400).default(600),
  /** Retention of messages, and of events with their deliveries. */
  VESPER_KEEP_MESSAGES_DAYS: z.coerce.number().int().min(1).default(30),
  VESPER_KEEP_DELIVERIES_DAYS: z.coerce.number().int().min(1).default(14),
  /** Factor for the delays of campaigns, for a sandbox that bans no account. */
  VESPER_CAMPAIGN_TIME_SCALE: z.coerce.number().min(0).max(1).default(1),
})

export const eventsEnvironment = coreEnvironment
  .extend(queueEnvironment.shape)
  .extend(eventQueueEnvironment.shape)
  .extend(jobQueueEnvironment.shape)
  .extend(settingsEnvironment.shape)

const filesEnvironment = eventsEnvironment.extend(mediaEnvironment.shape)

export const sweeperEnvironment = filesEnvironment.extend(fleetEnvironment.shape)

export const apiEnvironment = sweeperEnvironment
  .extend(keyEnvironment.shape)
  .extend(accessEnvironment.shape)
  .extend(edgeEnvironment.shape)

export const jobsEnvironment = filesEnvironment
  .extend(keyEnvironment.shape)
  .extend(jobEnvironment.shape)
  .extend(edgeEnvironment.shape)

export const migrateEnvironment = coreEnvironment
  .extend(directDatabaseEnvironment.shape)
  .extend(partitionEnvironment.shape)

export const rotateEnvironment = logEnvironment.extend(edgeRotationEnvironment.shape)

/** All variables, for all functions in one process on one machine. */
export const functionEnvironment = apiEnvironment.extend(jobsEnvironment.shape)

export type SettingsEnvironment = z.output<typeof settingsEnvironment>

/**
 * Reads the process environment and the secret that it names.
 * @throws ConfigError
 */
export async function readFunctionConfig<Schema extends z.ZodType>(
  schema: Schema,
): Promise<z.output<Schema>> {
  return readConfig(schema, await withSecret(process.env))
}
