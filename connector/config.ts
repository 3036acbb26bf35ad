import { z } from 'zod'
import { readConfig } from '#shared/config/readConfig.ts'
import { withSecret } from '#shared/config/withSecret.ts'
import {
  databaseEnvironment,
  eventQueueEnvironment,
  keyEnvironment,
  logEnvironment,
  mediaEnvironment,
  queueEnvironment,
} from '#shared/contracts/environment.ts'
import { LEASE_MS } from '#shared/database/index.ts'

/** The environment of a connector. */
export const connectorEnvironment = databaseEnvironment
  .extend(queueEnvironment.shape)
  .extend(eventQueueEnvironment.shape)
  .extend(keyEnvironment.shape)
  .extend(logEnvironment.shape)
  .extend(mediaEnvironment.shape)
  .extend({
    /** Takes the commands that nobody can carry out. */
    VESPER_DEAD_LETTER_QUEUE_URL: z.url(),
    /** A file that is touched as long as the process lives, for whoever watches over it. */
    VESPER_ALIVE_FILE: z.string().optional(),
    /** Where WhatsApp is, when it is not WhatsApp: a sandbox. */
    VESPER_WHATSAPP_URL: z.url({ protocol: /^wss?$/ }).optional(),
    /** Where its media are: an https origin. */
    VESPER_WHATSAPP_MEDIA_URL: z.url({ protocol: /^https$/ }).optional(),
    /** The sandbox's root key, 32 bytes in hex. */
    VESPER_WHATSAPP_ROOT_KEY: z.hex().length(64).optional(),
    /** How long a partition stays ours without a renewal: how long a host's death goes unnoticed, at the most. */
    VESPER_LEASE_SECONDS: z.coerce
      .number()
      .min(3)
      .max(60)
      .default(LEASE_MS / 1_000),
    /** Where it answers /health/live, /health/ready and /metrics on loopback; none: nowhere. 0: any free port. */
    VESPER_HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
    /** Sessions that this host is made for; the fleet grows when it carries them. */
    VESPER_CAPACITY: z.coerce.number().int().min(1).default(1_000),
    /** Connections that are opened a second, when many sessions come at once. */
    VESPER_CONNECTS_PER_SECOND: z.coerce.number().positive().default(25),
    /** How often a connection is asked for a sign of life; without one for a little longer, it is replaced. */
    VESPER_KEEP_ALIVE_SECONDS: z.coerce.number().min(1).max(30).default(20),
    /** How long a look into an empty queue waits for a command: each look is paid for, and a stop waits for the last. */
    VESPER_QUEUE_WAIT_SECONDS: z.coerce.number().int().min(1).max(20).default(20),
    /** Life of a QR code where it is not WhatsApp's (60 s the first, 20 s the next). */
    VESPER_QR_SECONDS: z.coerce.number().positive().optional(),
    /** What Baileys says of each stanza may hold what users wrote: raise it only to look for a fault. */
    VESPER_BAILEYS_LOG_LEVEL: logEnvironment.shape.LOG_LEVEL.unwrap().default('silent'),
  })
export type ConnectorConfig = z.output<typeof connectorEnvironment>

/** Reads the process's environment, and the secret that it names.
 * @throws ConfigError */
export async function readConnectorConfig(): Promise<ConnectorConfig> {
  return readConfig(connectorEnvironment, await withSecret(process.env))
}
