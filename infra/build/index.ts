export { bundleConnector, bundleFunction, FUNCTIONS, type FunctionName, PROJECT_FOLDER } from './bundle.ts'
export { buildProcesses } from './npmStart/processes.ts'
export { readAtStart } from './readAtStart.ts'
