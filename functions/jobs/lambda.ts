import { handle } from 'hono/aws-lambda'
import { openKeyring } from '#shared/crypto/index.ts'
import { openMediaStore } from '#shared/media/index.ts'
import { jobsEnvironment, readFunctionConfig } from '../config.ts'
import { openQueues } from '../services.ts'
import { createJobsApp } from './app.ts'
import type { JobsContext } from './services.ts'

const config = await readFunctionConfig(jobsEnvironment)
const services: JobsContext = {
  ...openQueues(config, { name: 'jobs' }),
  keyring: await openKeyring(config),
  media: openMediaStore(config),
}

/** What QStash calls. */
export const handler = handle(createJobsApp(services, config))
