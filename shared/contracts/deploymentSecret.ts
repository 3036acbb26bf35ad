import type { z } from 'zod'
import {
  accessEnvironment,
  databaseEnvironment,
  directDatabaseEnvironment,
  jobEnvironment,
} from './environment.ts'

/**
 * What is secret of a deployment: the JSON of its one secret in Secrets Manager. Made of the schemas that the runtimes parse
 * their environment with, so that what was written here is accepted there.
 */
export const deploymentSecret = databaseEnvironment
  .pick({ DATABASE_URL: true })
  .extend(directDatabaseEnvironment.required().shape)
  .extend(jobEnvironment.omit({ VESPER_JOBS_URL: true }).shape)
  .extend(accessEnvironment.omit({ VESPER_RATE_LIMIT: true, VESPER_TRUSTED_PROXIES: true }).required().shape)
export type DeploymentSecret = z.output<typeof deploymentSecret>
