import { apiEnvironment, readFunctionConfig } from '../config.ts'
import { lambdaHandler } from '../http/index.ts'
import { createApi } from './app.ts'
import { createServices } from './createServices.ts'

const config = await readFunctionConfig(apiEnvironment)

/** The API behind API Gateway (payload 2.0) or a Function URL. */
export const handler = lambdaHandler(createApi(await createServices(config, { name: 'api' })))
