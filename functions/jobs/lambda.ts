import { handle } from 'hono/aws-lambda'
import { readFunctionConfig } from '../config.ts'
import { createServices } from '../services.ts'
import { createJobsApp } from './app.ts'

const config = readFunctionConfig()

export const handler = handle(createJobsApp(await createServices(config, { name: 'jobs' }), config))
