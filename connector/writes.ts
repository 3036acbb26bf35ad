import { isDatabaseUnavailable } from '#shared/database/index.ts'
import { type KeyChanges, type KeyWrite, saveKeys } from '#shared/domain/auth-state/index.ts'
import type { Fenced, Lease } from '#shared/domain/fleet/index.ts'
import {
  advanceStatus,
  claimMessages,
  type MessageRow,
  type OwnMessage,
  type StatusChange,
} from '#shared/domain/messages/index.ts'
import { Gatherer } from './gather.ts'
import type { ConnectorServices } from './services.ts'

type Change = StatusChange & { sessionId: string }

/** Statements of a kind that may be under way at once: one that has to wait for a row's lock holds up its lane only. */
const LANES = 4

/**
 * What each message writes on its way. Those that are under way at the same time share their statements, and so do the steps of one
 * message to several devices. What is of one partition keeps its order.
 */
export class Writes {
  readonly #lanes: readonly Lane[]

  constructor(services: Pick<ConnectorServices, 'db' | 'now' | 'outbox'>) {
    this.#lanes = Array.from({ length: LANES }, () => openLane(services))
  }

  /** Those of a partition, fenced by its lease. */
  of(lease: Lease): PartitionWrites {
    const lane = this.#lanes[lease.partition % LANES] as Lane
    return {
      saveKeys: (sessionId, changes) => lane.keys.add({ lease, sessionId, changes }),
      claim: (message) => lane.claims.add({ ...message, lease }),
      advance: (change) => lane.statuses.add({ ...change, lease }),
    }
  }
}

export interface PartitionWrites {
  /** @throws LeaseLost */
  saveKeys(sessionId: string, changes: KeyChanges): Promise<void>
  /** See `claimMessages`.
   * @throws LeaseLost */
  claim(message: OwnMessage): Promise<MessageRow | null>
  /** See `advanceStatus`.
   * @throws LeaseLost */
  advance(change: Change): Promise<void>
}

type Lane = ReturnType<typeof openLane>

function openLane(ctx: Pick<ConnectorServices, 'db' | 'now' | 'outbox'>) {
  return {
    keys: gather<KeyWrite, undefined>((writes) => saveKeys(ctx, writes)),
    claims: gather<OwnMessage & Fenced, MessageRow | null>((input) => claimMessages({ ctx, input })),
    statuses: gather<Change & Fenced, undefined>((input) => advanceStatus({ ctx, input })),
  }
}

/** A database that is down is the fault of none of them. */
function gather<Item, Result>(work: (items: readonly Item[]) => Promise<readonly (Result | Error)[]>) {
  return new Gatherer<Item, Result>({ work, isOfOne: (error) => !isDatabaseUnavailable(error) })
}
