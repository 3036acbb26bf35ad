export { bundleConnector, bundleFunction, FUNCTIONS, type FunctionName, PROJECT_FOLDER } from './bundle.ts'
export { type Call, neededCalls, type Runtime } from './neededCalls.ts'
export { buildProcesses } from './npmStart/processes.ts'
export { readAtStart } from './readAtStart.ts'
