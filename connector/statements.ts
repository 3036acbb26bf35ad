import { isDatabaseUnavailable } from '#shared/database/index.ts'
import {
  type KeyChanges,
  type KeyQuery,
  type KeyWrite,
  loadKeys,
  type SealedKey,
  saveKeys,
} from '#shared/domain/auth-state/index.ts'
import type { Fenced, Lease } from '#shared/domain/fleet/index.ts'
import {
  advanceStatus,
  claimMessages,
  type InboundStanza,
  type MessageRow,
  type OwnMessage,
  type StatusChange,
  storeInbound,
} from '#shared/domain/messages/index.ts'
import { Gatherer } from './gather.ts'
import type { ConnectorServices } from './services.ts'

type Change = StatusChange & { sessionId: string }

/** Statements of a kind that may be under way at once: one that has to wait for a row's lock holds up its lane only. */
const LANES = 4
/** A message may hold 2 MB. One statement with hundreds of such ends in no time that anybody waits for. */
const STATEMENT_BYTES = 1_000_000

/**
 * What each message asks of the database on its way. Those that are under way at the same time share their statements, and so do the
 * steps of one message to several devices: a thousand sessions that come back need no thousand connections. Of one partition, what is
 * of a kind keeps its order.
 */
export class Statements {
  readonly #lanes: readonly Lane[]

  constructor(services: Pick<ConnectorServices, 'db' | 'now' | 'outbox'>) {
    this.#lanes = Array.from({ length: LANES }, () => openLane(services))
  }

  /** Those of a partition, fenced by its lease. */
  of(lease: Lease): PartitionStatements {
    const lane = this.#lanes[lease.partition % LANES] as Lane
    return {
      loadKeys: (sessionId, type, ids) => lane.loads.add({ sessionId, type, ids }),
      saveKeys: (sessionId, changes) => lane.keys.add({ lease, sessionId, changes }),
      claim: (message) => lane.claims.add({ ...message, lease }),
      advance: (change) => lane.statuses.add({ ...change, lease }),
      storeInbound: (stanza) => lane.inbound.add({ ...stanza, lease }),
    }
  }
}

export interface PartitionStatements {
  loadKeys(
    sessionId: string,
    type: string,
    ids: readonly string[],
  ): Promise<Pick<SealedKey, 'id' | 'value'>[]>
  /** @throws LeaseLost */
  saveKeys(sessionId: string, changes: KeyChanges): Promise<void>
  /** See `claimMessages`.
   * @throws LeaseLost */
  claim(message: OwnMessage): Promise<MessageRow | null>
  /** See `advanceStatus`.
   * @throws LeaseLost */
  advance(change: Change): Promise<void>
  /** See `storeInbound`.
   * @throws LeaseLost */
  storeInbound(stanza: InboundStanza): Promise<void>
}

type Lane = ReturnType<typeof openLane>

function openLane(ctx: Pick<ConnectorServices, 'db' | 'now' | 'outbox'>) {
  return {
    loads: gather<KeyQuery, Pick<SealedKey, 'id' | 'value'>[]>((queries) =>
      loadKeys({ ctx, input: queries }),
    ),
    keys: gather<KeyWrite, undefined>((writes) => saveKeys({ ctx, input: writes }), { bytesOf: bytesOfKeys }),
    claims: gather<OwnMessage & Fenced, MessageRow | null>((input) => claimMessages({ ctx, input })),
    statuses: gather<Change & Fenced, undefined>((input) => advanceStatus({ ctx, input })),
    inbound: gather<InboundStanza & Fenced, undefined>((input) => storeInbound({ ctx, input }), {
      bytesOf: ({ inbound }) => JSON.stringify(inbound).length,
      keyOf: ({ sessionId }) => sessionId,
    }),
  }
}

/** A database that is down is the fault of none of them. */
function gather<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly (Result | Error)[]>,
  { bytesOf, keyOf }: { bytesOf?(item: Item): number; keyOf?(item: Item): string } = {},
) {
  return new Gatherer<Item, Result>({
    work,
    isOfOne: (error) => !isDatabaseUnavailable(error),
    ...(bytesOf && { weight: { of: bytesOf, most: STATEMENT_BYTES } }),
    ...(keyOf && { keyOf }),
  })
}

function bytesOfKeys({ changes: { saved, journal } }: KeyWrite): number {
  return [...saved, ...journal].reduce((sum, { value }) => sum + value.byteLength, 0)
}
