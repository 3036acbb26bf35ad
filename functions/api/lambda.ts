import { apiEnvironment, readFunctionConfig } from '../config.ts'
import { lambdaHandler } from '../http/index.ts'
import { createServices } from '../services.ts'
import { createApi } from './app.ts'

const config = await readFunctionConfig(apiEnvironment)

/** The API behind API Gateway (payload 2.0) or a Function URL. */
export const handler = lambdaHandler(createApi(await createServices(config, { name: 'api' })))
