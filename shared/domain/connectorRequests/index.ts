export { askConnector, callConnector, placeConnectorRequest, wasAskedEarlier } from './askConnector.ts'
export { pruneConnectorRequests } from './pruneConnectorRequests.ts'
export { type ConnectorAnswer, NO_ANSWER, runConnectorRequest } from './runConnectorRequest.ts'
