import { handle } from 'hono/aws-lambda'
import { readFunctionConfig } from '../config.ts'
import { createServices } from '../services.ts'
import { createApi } from './app.ts'

/** The API behind API Gateway (payload 2.0) or a Function URL. */
export const handler = handle(createApi(await createServices(readFunctionConfig(), { name: 'api' })))
