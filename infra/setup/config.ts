import type { z } from 'zod'
import { readConfig } from '#shared/config/readConfig.ts'
import { deploymentSecret } from '#shared/contracts/deploymentSecret.ts'
import { databaseEnvironment } from '#shared/contracts/environment.ts'

/** Variables that replace an answer. */
export const givenEnvironment = deploymentSecret
  .extend(databaseEnvironment.pick({ VESPER_DATABASE_PROXY: true }).shape)
  .partial()
export type Given = z.output<typeof givenEnvironment>

/**
 * Reads the answers that the environment gives.
 * @throws ConfigError
 */
export function readGiven(): Given {
  return readConfig(givenEnvironment, process.env)
}
