import {
  createCommandQueue,
  createEventQueue,
  createJobQueue,
  createSqsClient,
} from '#shared/queues/index.ts'
import { readFunctionConfig, sweeperEnvironment } from '../config.ts'
import { createOutbox, openCore, toSettings } from '../services.ts'
import type { SweeperContext } from './services.ts'
import { sweep } from './sweep.ts'

const config = await readFunctionConfig(sweeperEnvironment)
const core = openCore(config, { name: 'sweeper' })
const sqs = createSqsClient(config)
const events = createEventQueue(sqs, config)
const services: SweeperContext = {
  ...core,
  events,
  outbox: createOutbox({ ...core, events }),
  commands: createCommandQueue(sqs, config),
  jobs: createJobQueue(config, core.log),
  settings: toSettings(config),
}

/** Runs every minute, by EventBridge. */
export const handler = (): Promise<void> => sweep(services)
