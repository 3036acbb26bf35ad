import { Batcher } from '#shared/batcher.ts'
import { isDatabaseUnavailable, isLockTimeout } from '#shared/database/index.ts'
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
import type { ConnectorServices } from './services.ts'

type Change = StatusChange & { sessionId: string }

/** Number of shards. A statement that waits for a row lock delays only the later statements of its kind in its shard. */
const SHARDS = 4
/** Number of claims, or of changes of a status, in one statement. A larger statement saves little, and holds its row locks longer. */
const MAX_MESSAGES = 50
/**
 * Intervals between batches of claims, and of changes of a status, in ms. A statement for a single message costs PostgreSQL
 * several times the share of a message in a batch. A claim delays its message, and a change of a status delays only its event.
 */
const CLAIM_INTERVAL_MS = 8
const STATUS_INTERVAL_MS = 15
/** Time that a batch waits for a row lock, in ms. Another transaction on a message takes a few milliseconds. */
const LOCK_WAIT_MS = 100
/**
 * Size limit of one statement, in bytes. A message may hold 2 MB, and a statement with hundreds of such messages takes too long.
 */
const MAX_STATEMENT_BYTES = 1_000_000

/**
 * Batches the queries that each message needs. Concurrent calls share statements, and so do the steps of one message for several
 * devices. A thousand sessions that reconnect thus need few database connections. Keys and inbound messages keep their order within
 * a partition. Claims and changes of a status share one lane. A message whose row is locked runs beside the lane, and loses its
 * place: neither claims nor statuses depend on their order.
 */
export class BatchedQueries {
  readonly #shards: readonly Shard[]
  readonly #lane: Lane

  constructor(services: Pick<ConnectorServices, 'db' | 'now' | 'outbox'>) {
    this.#shards = Array.from({ length: SHARDS }, () => openShard(services))
    this.#lane = openLane(services)
  }

  /** Returns the queries of a partition, fenced by its lease. */
  forLease(lease: Lease): PartitionQueries {
    const shard = this.#shards[lease.partition % SHARDS] as Shard
    return {
      loadKeys: (sessionId, type, ids) => shard.loads.add({ sessionId, type, ids }),
      saveKeys: (sessionId, changes) => shard.keys.add({ lease, sessionId, changes }),
      claim: (message) => this.#lane.claims.add({ ...message, lease }),
      advanceStatus: (change) => this.#lane.statuses.add({ ...change, lease }),
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
    inbound: batch<InboundStanza & Fenced, undefined>((input) => storeInbound({ ctx, input }), {
      bytesOf: ({ inbound }) => JSON.stringify(inbound).length,
      keyOf: ({ sessionId }) => sessionId,
    }),
  }
}

type Lane = ReturnType<typeof openLane>

function openLane(ctx: Pick<ConnectorServices, 'db' | 'now' | 'outbox'>) {
  const impatient = { ...ctx, lockWaitMs: LOCK_WAIT_MS }
  return {
    claims: new Batcher<Claim & Fenced, Claimed | null>({
      work: (input) => claimMessages({ ctx: impatient, input }),
      isItemFault,
      maxItems: MAX_MESSAGES,
      intervalMs: CLAIM_INTERVAL_MS,
      aside: {
        isBlocked: isLockTimeout,
        work: async (item) => first(await claimMessages({ ctx, input: [item] })),
      },
    }),
    statuses: new Batcher<Change & Fenced, undefined>({
      work: (input) => advanceStatus({ ctx: impatient, input }),
      isItemFault,
      maxItems: MAX_MESSAGES,
      intervalMs: STATUS_INTERVAL_MS,
      aside: {
        isBlocked: isLockTimeout,
        work: async (item) => first(await advanceStatus({ ctx, input: [item] })),
      },
    }),
  }
}

function first<Result>([result]: readonly Result[]): Result {
  return result as Result
}

/** A database that is down is not the fault of one item, so the items are not tried separately. */
function isItemFault(error: unknown): boolean {
  return !isDatabaseUnavailable(error)
}

/** Creates the batcher of a shard. */
function batch<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly (Result | Error)[]>,
  { bytesOf, keyOf }: { bytesOf?(item: Item): number; keyOf?(item: Item): string } = {},
) {
  return new Batcher<Item, Result>({
    work,
    isItemFault,
    ...(bytesOf && { weight: { of: bytesOf, max: MAX_STATEMENT_BYTES } }),
    ...(keyOf && { keyOf }),
  })
}

function bytesOfKeys({ changes: { saved, journal } }: KeyWrite): number {
  return [...saved, ...journal].reduce((sum, { value }) => sum + value.byteLength, 0)
}
