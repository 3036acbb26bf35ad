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
  type Claim,
  type Claimed,
  claimMessages,
  type InboundStanza,
  type StatusChange,
  storeInbound,
} from '#shared/domain/messages/index.ts'
import { Batcher } from './batcher.ts'
import type { ConnectorServices } from './services.ts'

type Change = StatusChange & { sessionId: string }

/** Number of shards. A statement that waits for a row lock delays only the later statements of its kind in its shard. */
const SHARDS = 4
/**
 * Size limit of one statement, in bytes. A message may hold 2 MB, and a statement with hundreds of such messages takes too long.
 */
const MAX_STATEMENT_BYTES = 1_000_000

/**
 * Batches the queries that each message needs. Concurrent calls share statements, and so do the steps of one message for several
 * devices. A thousand sessions that reconnect thus need few database connections. Calls of one kind keep their order within a
 * partition.
 */
export class BatchedQueries {
  readonly #shards: readonly Shard[]

  constructor(services: Pick<ConnectorServices, 'db' | 'now' | 'outbox'>) {
    this.#shards = Array.from({ length: SHARDS }, () => openShard(services))
  }

  /** Returns the queries of a partition, fenced by its lease. */
  forLease(lease: Lease): PartitionQueries {
    const shard = this.#shards[lease.partition % SHARDS] as Shard
    return {
      loadKeys: (sessionId, type, ids) => shard.loads.add({ sessionId, type, ids }),
      saveKeys: (sessionId, changes) => shard.keys.add({ lease, sessionId, changes }),
      claim: (message) => shard.claims.add({ ...message, lease }),
      advanceStatus: (change) => shard.statuses.add({ ...change, lease }),
      storeInbound: (stanza) => shard.inbound.add({ ...stanza, lease }),
    }
  }
}

export interface PartitionQueries {
  loadKeys(
    sessionId: string,
    type: string,
    ids: readonly string[],
  ): Promise<Pick<SealedKey, 'id' | 'value'>[]>
  /** @throws LeaseLost */
  saveKeys(sessionId: string, changes: KeyChanges): Promise<void>
  /**
   * See `claimMessages`.
   * @throws LeaseLost
   */
  claim(message: Claim): Promise<Claimed | null>
  /**
   * See `advanceStatus`.
   * @throws LeaseLost
   */
  advanceStatus(change: Change): Promise<void>
  /**
   * See `storeInbound`.
   * @throws LeaseLost
   */
  storeInbound(stanza: InboundStanza): Promise<void>
}

type Shard = ReturnType<typeof openShard>

function openShard(ctx: Pick<ConnectorServices, 'db' | 'now' | 'outbox'>) {
  return {
    loads: batch<KeyQuery, Pick<SealedKey, 'id' | 'value'>[]>((queries) => loadKeys({ ctx, input: queries })),
    keys: batch<KeyWrite, undefined>((writes) => saveKeys({ ctx, input: writes }), { bytesOf: bytesOfKeys }),
    claims: batch<Claim & Fenced, Claimed | null>((input) => claimMessages({ ctx, input })),
    statuses: batch<Change & Fenced, undefined>((input) => advanceStatus({ ctx, input })),
    inbound: batch<InboundStanza & Fenced, undefined>((input) => storeInbound({ ctx, input }), {
      bytesOf: ({ inbound }) => JSON.stringify(inbound).length,
      keyOf: ({ sessionId }) => sessionId,
    }),
  }
}

/** Creates a batcher. A database that is down is not the fault of one item, so the items are not tried separately. */
function batch<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly (Result | Error)[]>,
  { bytesOf, keyOf }: { bytesOf?(item: Item): number; keyOf?(item: Item): string } = {},
) {
  return new Batcher<Item, Result>({
    work,
    isItemFault: (error) => !isDatabaseUnavailable(error),
    ...(bytesOf && { weight: { of: bytesOf, max: MAX_STATEMENT_BYTES } }),
    ...(keyOf && { keyOf }),
  })
}

function bytesOfKeys({ changes: { saved, journal } }: KeyWrite): number {
  return [...saved, ...journal].reduce((sum, { value }) => sum + value.byteLength, 0)
}
