import { readFunctionConfig } from '../config.ts'
import { createServices } from '../services.ts'
import { sweep } from './sweep.ts'

const services = await createServices(readFunctionConfig(), { name: 'sweeper' })

/** Runs every minute, by EventBridge. */
export const handler = (): Promise<void> => sweep(services)
