export { bundleConnector, bundleFunction, FUNCTIONS, type FunctionName, PROJECT_FOLDER } from './bundle.ts'
export { readAtStart } from './readAtStart.ts'
