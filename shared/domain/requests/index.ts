export { askConnector } from './askConnector.ts'
export { pruneRequests } from './pruneRequests.ts'
export { runRequest } from './runRequest.ts'
