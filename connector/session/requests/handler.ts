import type { ConnectorRequest } from '#shared/contracts/connectorRequests.ts'
import type { ConnectorAnswer } from '#shared/domain/connectorRequests/index.ts'
import type { LeaseHandle } from '../../fleet/leaseHandle.ts'
import type { ConnectorServices } from '../../services.ts'
import type { Accounts } from '../accounts.ts'
import type { ChatTimers } from '../chatTimers.ts'
import type { Connection } from '../connection.ts'
import type { Groups } from '../groups.ts'
import type { LidMappings } from '../lidMappings.ts'
import type { SentChanges } from '../sentChanges.ts'
import type { Usernames } from '../usernames.ts'

/** Context of a request. */
export interface RequestContext {
  services: Pick<ConnectorServices, 'db' | 'now' | 'log' | 'outbox' | 'media' | 'preparations'>
  leaseHandle: LeaseHandle
  appId: string
  sessionId: string
  connection: Connection
  groups: Groups
  accounts: Accounts
  lidMappings: LidMappings
  usernames: Usernames
  timers: ChatTimers
  changes: SentChanges
}

/** A request that needs an open connection. */
export type ConnectedRequest = Exclude<ConnectorRequest, { kind: 'pairing-code' }>

type Of<Kind> = Extract<ConnectedRequest, { kind: Kind }>

/** Handlers of some kinds of requests. */
export type RequestHandlers<Kind extends ConnectedRequest['kind']> = {
  [K in Kind]: (context: RequestContext, request: Of<K>) => Promise<ConnectorAnswer>
}

export function done(result: unknown): ConnectorAnswer {
  return { state: 'done', result }
}
