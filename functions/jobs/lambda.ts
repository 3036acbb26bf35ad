import { openKeyring } from '#shared/crypto/index.ts'
import { openMediaStore } from '#shared/media/index.ts'
import { nameSourcesInStacks } from '#shared/sourceLines.ts'
import { jobsEnvironment, readFunctionConfig } from '../config.ts'
import { lambdaHandler, openEdgeCheck } from '../http/index.ts'
import { type Core, openQueues } from '../services.ts'
import { createJobsApp } from './app.ts'
import type { JobsContext } from './services.ts'

nameSourcesInStacks()
const config = await readFunctionConfig(jobsEnvironment)
const services: JobsContext & Pick<Core, 'checkLimits'> = {
  ...openQueues(config, { name: 'jobs' }),
  keyring: await openKeyring(config),
  media: openMediaStore(config),
}
await services.checkLimits()

/** Handles QStash's calls. */
export const handler = lambdaHandler(createJobsApp(services, config), openEdgeCheck(config, services))
