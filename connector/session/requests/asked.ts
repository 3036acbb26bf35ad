import type { ConnectorRequest } from '#shared/contracts/connectorRequests.ts'
import type { ConnectorAnswer } from '#shared/domain/connectorRequests/index.ts'
import type { Tenure } from '../../fleet/tenure.ts'
import type { ConnectorServices } from '../../services.ts'
import type { Connection } from '../connection.ts'
import type { Groups } from '../groups.ts'

/** What a request is done with. */
export interface Asked {
  services: Pick<ConnectorServices, 'db' | 'now' | 'log' | 'outbox' | 'media' | 'preparations'>
  tenure: Tenure
  appId: string
  sessionId: string
  connection: Connection
  groups: Groups
}

/** What is asked for on an open connection. */
export type OnConnection = Exclude<ConnectorRequest, { kind: 'pairing-code' }>

type Of<Kind> = Extract<OnConnection, { kind: Kind }>

/** How each of some kinds of requests is done. */
export type Performers<Kind extends OnConnection['kind']> = {
  [K in Kind]: (asked: Asked, request: Of<K>) => Promise<ConnectorAnswer>
}

export function done(result: unknown): ConnectorAnswer {
  return { state: 'done', result }
}
