import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { nameSourcesInStacks } from '#shared/sourceLines.ts'
import { eventsEnvironment, readFunctionConfig } from '../config.ts'
import { type Core, openQueues } from '../services.ts'
import { handleBatch } from './handleBatch.ts'
import type { EventsContext } from './services.ts'

nameSourcesInStacks()
const config = await readFunctionConfig(eventsEnvironment)
const services: EventsContext & Pick<Core, 'checkLimits'> = openQueues(config, { name: 'events' })
await services.checkLimits()

/** Handles batches of the event queue, and reports each failed record. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> => handleBatch(services, event)
