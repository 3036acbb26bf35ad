export { askConnector } from './askConnector.ts'
export { runRequest } from './runRequest.ts'
