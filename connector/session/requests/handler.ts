import type { ConnectorRequest } from '#shared/contracts/requests.ts'
import type { RequestAnswer } from '#shared/domain/requests/index.ts'
import type { LeaseHandle } from '../../fleet/leaseHandle.ts'
import type { ConnectorServices } from '../../services.ts'
import type { Connection } from '../connection.ts'
import type { Groups } from '../groups.ts'

/** What a request is done with. */
export interface RequestContext {
  services: Pick<ConnectorServices, 'db' | 'now' | 'log' | 'outbox' | 'media' | 'preparations'>
  leaseHandle: LeaseHandle
  appId: string
  sessionId: string
  connection: Connection
  groups: Groups
}

/** What is asked for on an open connection. */
export type ConnectedRequest = Exclude<ConnectorRequest, { kind: 'pairing-code' }>

type Of<Kind> = Extract<ConnectedRequest, { kind: Kind }>

/** How each of some kinds of requests is done. */
export type RequestHandlers<Kind extends ConnectedRequest['kind']> = {
  [K in Kind]: (context: RequestContext, request: Of<K>) => Promise<RequestAnswer>
}

export function done(result: unknown): RequestAnswer {
  return { state: 'done', result }
}
