export { lambdaHandler } from './lambdaHandler.ts'
export { type RuntimeBindings, runtimeBindingsOf } from './runtimeBindings.ts'
