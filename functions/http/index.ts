export { type EdgeCheck, openEdgeCheck } from './edge/index.ts'
export { edgeSecretReader } from './edge/readEdgeSecret.ts'
export { lambdaHandler } from './lambdaHandler.ts'
export { type RuntimeBindings, runtimeBindingsOf } from './runtimeBindings.ts'
