import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { createJobQueue } from '#shared/queues/index.ts'
import { eventsEnvironment, readFunctionConfig } from '../config.ts'
import { openCore } from '../services.ts'
import { handleBatch } from './handleBatch.ts'
import type { EventsContext } from './services.ts'

const config = await readFunctionConfig(eventsEnvironment)
const core = openCore(config, { name: 'events' })
const services: EventsContext = { ...core, jobs: createJobQueue(config, core.log) }

/** Takes batches of the event queue, and reports each failure. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> => handleBatch(services, event)
