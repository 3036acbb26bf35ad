import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readConfig } from '#shared/config/readConfig.ts'
import { logEnvironment } from '#shared/contracts/environment.ts'

const projectFolder = fileURLToPath(new URL('..', import.meta.url))
const port = z.coerce.number().int().min(0).max(65_535)

/** The settings of a gateway on one machine. */
export const localEnvironment = z.object({
  VESPER_DATA_DIR: z
    .string()
    .default(path.join(projectFolder, '.vesper'))
    .transform((folder) => path.resolve(folder)),
  PORT: port.default(3000),
  VESPER_SANDBOX_PORT: port.default(3001),
  /** True: a client that pairs uploads 5 prekeys instead of 812, because tests pair often. */
  VESPER_SANDBOX_SMALL_UPLOADS: z.stringbool().default(false),
  VESPER_WHATSAPP: z.enum(['sandbox', 'live']).default('sandbox'),
  /** Port of the stand-in for QStash; 0 selects a free port. */
  VESPER_QSTASH_PORT: port.default(0),
  /**
   * A QStash in place of the stand-in: Upstash's development server or cloud. The cloud must be able to reach
   * this machine.
   */
  QSTASH_URL: z.url().optional(),
  QSTASH_TOKEN: z.string().optional(),
  QSTASH_CURRENT_SIGNING_KEY: z.string().optional(),
  QSTASH_NEXT_SIGNING_KEY: z.string().optional(),
  /** The URL at which a QStash in the cloud finds the jobs of this machine, such as a tunnel to `/jobs`. */
  VESPER_JOBS_URL: z.url().optional(),
  /** Number of connectors, each a process of its own. `npm start -- --connectors 3` sets the number too. */
  VESPER_CONNECTORS: z.coerce.number().int().min(1).max(16).default(1),
  VESPER_LEASE_SECONDS: z.string().optional(),
  VESPER_KEEP_ALIVE_SECONDS: z.string().optional(),
  VESPER_BAILEYS_PATHS: z.string().optional(),
  VESPER_CAMPAIGN_TIME_SCALE: z.string().optional(),
  VESPER_KEEP_MESSAGES_DAYS: z.string().optional(),
  VESPER_KEEP_DELIVERIES_DAYS: z.string().optional(),
  VESPER_QR_SECONDS: z.string().optional(),
  VESPER_RECEIVE_MAX_MB: z.string().optional(),
  VESPER_SEND_WITHIN_SECONDS: z.string().optional(),
  VESPER_RATE_LIMIT: z.string().optional(),
  LOG_LEVEL: logEnvironment.shape.LOG_LEVEL.unwrap().default('warn'),
})
export type LocalConfig = z.output<typeof localEnvironment>

/**
 * Reads the environment and the arguments of the process.
 * @throws ConfigError
 */
export function readLocalConfig(): LocalConfig {
  const { connectors } = parseArgs({ options: { connectors: { type: 'string' } } }).values
  return readConfig(localEnvironment, {
    ...process.env,
    ...(connectors !== undefined && { VESPER_CONNECTORS: connectors }),
  })
}
