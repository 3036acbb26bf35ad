import { readConfig } from '#shared/config/readConfig.ts'
import { databaseEnvironment, logEnvironment, queueEnvironment } from '#shared/contracts/environment.ts'

/** The environment of every function. A function that needs more extends it, here. */
export const functionEnvironment = databaseEnvironment
  .extend(queueEnvironment.shape)
  .extend(logEnvironment.shape)

/** Reads the process's environment.
 * @throws ConfigError */
export function readFunctionConfig() {
  return readConfig(functionEnvironment, process.env)
}
