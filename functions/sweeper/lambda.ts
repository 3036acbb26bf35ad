import { openMediaStore } from '#shared/media/index.ts'
import { nameSourcesInStacks } from '#shared/sourceLines.ts'
import { readFunctionConfig, sweeperEnvironment } from '../config.ts'
import { openQueues } from '../services.ts'
import { sweep } from './sweep.ts'

nameSourcesInStacks()
const config = await readFunctionConfig(sweeperEnvironment)
const services = { ...openQueues(config, { name: 'sweeper' }), media: openMediaStore(config) }
await services.checkLimits()

/** Runs every minute, by EventBridge. */
export const handler = (): Promise<void> => sweep(services)
