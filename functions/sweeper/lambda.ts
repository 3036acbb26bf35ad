import { z } from 'zod'
import { openFleetSwitch } from '#shared/fleet/index.ts'
import { openMediaStore } from '#shared/media/index.ts'
import { nameSourcesInStacks } from '#shared/sourceLines.ts'
import { readFunctionConfig, sweeperEnvironment } from '../config.ts'
import { openQueues } from '../services.ts'
import { sweep } from './sweep.ts'

nameSourcesInStacks()
const config = await readFunctionConfig(sweeperEnvironment)
const services = {
  ...openQueues(config, { name: 'sweeper' }),
  media: openMediaStore(config),
  fleetSwitch: openFleetSwitch(config),
}
await services.checkLimits()

/** The input of the daily rule. The rule of each minute has the event of EventBridge. */
const scheduleSchema = z.looseObject({ isDaily: z.boolean().default(false) })

/** Runs every minute, by EventBridge, and once a day while the gateway is asleep. */
export const handler = (event: unknown): Promise<void> =>
  sweep(services, { isDaily: scheduleSchema.parse(event ?? {}).isDaily })
