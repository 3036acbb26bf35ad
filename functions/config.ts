import { z } from 'zod'
import { readConfig } from '#shared/config/readConfig.ts'
import {
  databaseEnvironment,
  eventQueueEnvironment,
  jobEnvironment,
  keyEnvironment,
  logEnvironment,
  mediaEnvironment,
  queueEnvironment,
} from '#shared/contracts/environment.ts'

/** The environment of every function. A function that needs more extends it, here. */
export const functionEnvironment = databaseEnvironment
  .extend(queueEnvironment.shape)
  .extend(eventQueueEnvironment.shape)
  .extend(jobEnvironment.shape)
  .extend(keyEnvironment.shape)
  .extend(logEnvironment.shape)
  .extend(mediaEnvironment.shape)
  .extend({
    /** Whether URLs that users give may be http, and of this machine and its network: for one machine only. */
    VESPER_ALLOW_PRIVATE_URLS: z.stringbool().default(false),
    /** How long an accepted message waits for its session to be connected before it ends FAILED. */
    VESPER_SEND_WITHIN_SECONDS: z.coerce.number().int().min(1).max(86_400).default(600),
    /** How long messages are kept, and how long events and their deliveries are. */
    VESPER_KEEP_MESSAGES_DAYS: z.coerce.number().int().min(1).default(30),
    VESPER_KEEP_DELIVERIES_DAYS: z.coerce.number().int().min(1).default(14),
    /** Opens the management API (/admin/v1). None: it is closed. */
    VESPER_ADMIN_TOKEN: z.string().min(16).optional(),
    /** Requests a minute: of each API key, and of each address without one. */
    VESPER_RATE_LIMIT: z.coerce.number().int().min(1).default(100),
    /** Proxies in front of the API that append to x-forwarded-for. Behind API Gateway alone: none. */
    VESPER_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    /** Where requests are counted over all processes. None: each process counts for itself. */
    UPSTASH_REDIS_REST_URL: z.url({ protocol: /^https?$/ }).optional(),
    UPSTASH_REDIS_REST_TOKEN: z.string().min(1).optional(),
  })

/** Reads the process's environment.
 * @throws ConfigError */
export function readFunctionConfig() {
  return readConfig(functionEnvironment, process.env)
}
