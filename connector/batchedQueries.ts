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
  type MessageRow,
  type OwnMessage,
  recordSeen,
  type SeenStanza,
  type StatusChange,
} from '#shared/domain/messages/index.ts'
import { Batcher } from './batcher.ts'
import type { ConnectorServices } from './services.ts'

type Change = StatusChange & { sessionId: string }

/** Statements of a kind that may be under way at once: one that has to wait for a row's lock holds up its lane only. */
const SHARDS = 4
/** A message may hold 2 MB. One statement with hundreds of such ends in no time that anybody waits for. */
const MAX_STATEMENT_BYTES = 1_000_000

/**
 * What each message asks of the database on its way. Those that are under way at the same time share their statements, and so do the
 * steps of one message to several devices: a thousand sessions that come back need no thousand connections. Of one partition, what is
 * of a kind keeps its order.
 */
export class BatchedQueries {
  readonly #shards: readonly Shard[]

  constructor(services: Pick<ConnectorServices, 'db' | 'now' | 'outbox'>) {
    this.#shards = Array.from({ length: SHARDS }, () => openShard(services))
  }

  /** Those of a partition, fenced by its lease. */
  forLease(lease: Lease): PartitionQueries {
    const shard = this.#shards[lease.partition % SHARDS] as Shard
    return {
      loadKeys: (sessionId, type, ids) => shard.loads.add({ sessionId, type, ids }),
      saveKeys: (sessionId, changes) => shard.keys.add({ lease, sessionId, changes }),
      claim: (message) => shard.claims.add({ ...message, lease }),
      advanceStatus: (change) => shard.statuses.add({ ...change, lease }),
      recordSeen: (stanza) => shard.seen.add({ ...stanza, lease }),
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
  /** See `claimMessages`.
   * @throws LeaseLost */
  claim(message: OwnMessage): Promise<MessageRow | null>
  /** See `advanceStatus`.
   * @throws LeaseLost */
  advanceStatus(change: Change): Promise<void>
  /** See `recordSeen`.
   * @throws LeaseLost */
  recordSeen(stanza: SeenStanza): Promise<void>
}

type Shard = ReturnType<typeof openShard>

function openShard(ctx: Pick<ConnectorServices, 'db' | 'now' | 'outbox'>) {
  return {
    loads: batch<KeyQuery, Pick<SealedKey, 'id' | 'value'>[]>((queries) => loadKeys(ctx, queries)),
    keys: batch<KeyWrite, undefined>((writes) => saveKeys(ctx, writes), { bytesOf: bytesOfKeys }),
    claims: batch<OwnMessage & Fenced, MessageRow | null>((input) => claimMessages({ ctx, input })),
    statuses: batch<Change & Fenced, undefined>((input) => advanceStatus({ ctx, input })),
    seen: batch<SeenStanza & Fenced, undefined>((input) => recordSeen({ ctx, input }), {
      bytesOf: ({ seen }) => JSON.stringify(seen).length,
      keyOf: ({ sessionId }) => sessionId,
    }),
  }
}

/** A database that is down is the fault of none of them. */
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
