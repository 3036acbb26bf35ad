import { handle } from 'hono/aws-lambda'
import { apiEnvironment, readFunctionConfig } from '../config.ts'
import { createServices } from '../services.ts'
import { createApi } from './app.ts'

const config = await readFunctionConfig(apiEnvironment)

/** The API behind API Gateway (payload 2.0) or a Function URL. */
export const handler = handle(createApi(await createServices(config, { name: 'api' })))
