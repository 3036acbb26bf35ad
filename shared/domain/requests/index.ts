export { askConnector } from './askConnector.ts'
export { pruneRequests } from './pruneRequests.ts'
export { type RequestAnswer, runRequest } from './runRequest.ts'
