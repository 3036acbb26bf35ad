import { z } from 'zod'
import { readConfig } from '#shared/config/readConfig.ts'
import { withSecret } from '#shared/config/withSecret.ts'
import {
  accessEnvironment,
  databaseEnvironment,
  directDatabaseEnvironment,
  eventQueueEnvironment,
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
  /** Whether URLs that users give may be http, and of this machine and its network: for one machine only. */
  VESPER_ALLOW_PRIVATE_URLS: z.stringbool().default(false),
  /** How long an accepted message waits for its session to be connected before it ends FAILED. */
  VESPER_SEND_WITHIN_SECONDS: z.coerce.number().int().min(1).max(86_400).default(600),
  /** How long messages are kept, and how long events and their deliveries are. */
  VESPER_KEEP_MESSAGES_DAYS: z.coerce.number().int().min(1).default(30),
  VESPER_KEEP_DELIVERIES_DAYS: z.coerce.number().int().min(1).default(14),
  /** What the delays of campaigns are multiplied with: for a sandbox, where nobody gets banned. */
  VESPER_CAMPAIGN_TIME_SCALE: z.coerce.number().min(0).max(1).default(1),
})

export const sweeperEnvironment = coreEnvironment
  .extend(queueEnvironment.shape)
  .extend(eventQueueEnvironment.shape)
  .extend(jobQueueEnvironment.shape)
  .extend(mediaEnvironment.shape)
  .extend(settingsEnvironment.shape)

export const eventsEnvironment = sweeperEnvironment

export const apiEnvironment = eventsEnvironment.extend(keyEnvironment.shape).extend(accessEnvironment.shape)

export const jobsEnvironment = eventsEnvironment.extend(keyEnvironment.shape).extend(jobEnvironment.shape)

export const migrateEnvironment = coreEnvironment
  .extend(directDatabaseEnvironment.shape)
  .extend(partitionEnvironment.shape)

/** All of them in one process: on one machine. */
export const functionEnvironment = apiEnvironment.extend(jobsEnvironment.shape)

export type SettingsEnvironment = z.output<typeof settingsEnvironment>

/** Reads the process's environment, and the secret that it names.
 * @throws ConfigError */
export async function readFunctionConfig<Schema extends z.ZodType>(
  schema: Schema,
): Promise<z.output<Schema>> {
  return readConfig(schema, await withSecret(process.env))
}
