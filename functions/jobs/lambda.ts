import { handle } from 'hono/aws-lambda'
import { openKeyring } from '#shared/crypto/index.ts'
import { openMediaStore } from '#shared/media/index.ts'
import { createJobQueue } from '#shared/queues/index.ts'
import { jobsEnvironment, readFunctionConfig } from '../config.ts'
import { openCore, toSettings } from '../services.ts'
import { createJobsApp } from './app.ts'
import type { JobsContext } from './services.ts'

const config = await readFunctionConfig(jobsEnvironment)
const core = openCore(config, { name: 'jobs' })
const services: JobsContext = {
  ...core,
  jobs: createJobQueue(config, core.log),
  keyring: await openKeyring(config),
  media: openMediaStore(config),
  settings: toSettings(config),
}

/** What QStash calls. */
export const handler = handle(createJobsApp(services, config))
