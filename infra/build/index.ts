export { bundleConnector, bundleFunction, FUNCTIONS, type FunctionName, PROJECT_FOLDER } from './bundle.ts'
export { type Call, neededCalls, type Runtime } from './neededCalls.ts'
export { readAtStart } from './readAtStart.ts'
