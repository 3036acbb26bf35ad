import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { readFunctionConfig } from '../config.ts'
import { createServices } from '../services.ts'
import { handleBatch } from './handleBatch.ts'

const services = await createServices(readFunctionConfig(), { name: 'events' })

/** Takes batches of the event queue, and reports each failure. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> => handleBatch(services, event)
