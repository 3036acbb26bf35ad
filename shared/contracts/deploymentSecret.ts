import type { z } from 'zod'
import {
  accessEnvironment,
  databaseEnvironment,
  directDatabaseEnvironment,
  jobEnvironment,
} from './environment.ts'

/**
 * The JSON of the deployment's one secret in Secrets Manager. The schema is built from the schemas of the runtimes'
 * environments, so that the runtimes accept each value that the setup writes.
 */
export const deploymentSecret = databaseEnvironment
  .pick({ DATABASE_URL: true })
  .extend(directDatabaseEnvironment.required().shape)
  .extend(jobEnvironment.omit({ VESPER_JOBS_URL: true }).shape)
  .extend(accessEnvironment.omit({ VESPER_RATE_LIMIT: true, VESPER_TRUSTED_PROXIES: true }).required().shape)
export type DeploymentSecret = z.output<typeof deploymentSecret>
