export { askConnector, placeRequest, wasAskedEarlier } from './askConnector.ts'
export { pruneRequests } from './pruneRequests.ts'
export { NO_ANSWER, type RequestAnswer, runRequest } from './runRequest.ts'
