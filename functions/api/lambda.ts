import { nameSourcesInStacks } from '#shared/sourceLines.ts'
import { apiEnvironment, readFunctionConfig } from '../config.ts'
import { lambdaHandler, openEdgeCheck } from '../http/index.ts'
import { createApi } from './app.ts'
import { createServices } from './createServices.ts'

nameSourcesInStacks()
const config = await readFunctionConfig(apiEnvironment)
const services = await createServices(config, { name: 'api' })

/** The API behind API Gateway (payload 2.0) or a Function URL. */
export const handler = lambdaHandler(createApi(services), openEdgeCheck(config, services))
