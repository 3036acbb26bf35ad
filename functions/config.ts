import { z } from 'zod'
import { readConfig } from '#shared/config/readConfig.ts'
import {
  databaseEnvironment,
  logEnvironment,
  mediaEnvironment,
  queueEnvironment,
} from '#shared/contracts/environment.ts'

/** The environment of every function. A function that needs more extends it, here. */
export const functionEnvironment = databaseEnvironment
  .extend(queueEnvironment.shape)
  .extend(logEnvironment.shape)
  .extend(mediaEnvironment.shape)
  .extend({
    /** Whether URLs that users give may be http, and of this machine and its network: for one machine only. */
    VESPER_ALLOW_PRIVATE_URLS: z.stringbool().default(false),
    /** How long an accepted message waits for its session to be connected before it ends FAILED. */
    VESPER_SEND_WITHIN_SECONDS: z.coerce.number().int().min(1).max(86_400).default(600),
  })

/** Reads the process's environment.
 * @throws ConfigError */
export function readFunctionConfig() {
  return readConfig(functionEnvironment, process.env)
}
