import { type SQL, sql } from 'drizzle-orm'
import { partitions, type Queryable, statement, type ValueOf } from '#shared/database/index.ts'

/** A connector's right to a partition's sessions, with the epoch of its take-over. */
export interface Lease {
  partition: number
  owner: string
  epoch: number
}

/** The connector no longer owns the partition, and the write changed nothing. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'

  constructor(lease: Lease) {
    super(
      `The lease on partition ${lease.partition} (epoch ${lease.epoch}) is lost. The write changed nothing.`,
    )
  }
}

/**
 * Returns the condition that fences a write: true while this lease is held. The shared row lock makes a take-over wait
 * for running writes, so that no write commits after the take-over. Renewals do not wait.
 */
export function holdsLease(lease: Lease): SQL {
  return sql`exists (select 1 from ${partitions} where ${partitions.id} = ${lease.partition} and ${partitions.epoch} = ${lease.epoch} and ${partitions.owner} = ${lease.owner} for key share)`
}

/** A write with its own fence: the writes of one statement may belong to several partitions. */
export interface Fenced {
  lease: Lease
}

/** The values of `heldLeases`. */
export interface LeaseValues {
  leasePartitions: number[]
  leaseEpochs: number[]
  leaseOwners: string[]
}

/**
 * Returns the query that fences several writes. The query selects `partition` and `epoch` of each held lease.
 * @param condition a condition that PostgreSQL evaluates before it locks a row
 */
export function heldLeases(value: ValueOf<LeaseValues>, condition: SQL = sql`true`): SQL {
  return sql`select ${partitions.id} as partition, ${partitions.epoch} from ${partitions}
    join unnest(${value('leasePartitions')}::int[], ${value('leaseEpochs')}::bigint[], ${value('leaseOwners')}::text[]) as lease (partition, epoch, owner)
      on ${partitions.id} = lease.partition and ${partitions.epoch} = lease.epoch and ${partitions.owner} = lease.owner
    where ${condition}
    for key share of ${partitions}`
}

/** Returns the leases of several writes, each lease once, as the values of `heldLeases`. */
export function leaseValues(writes: readonly Fenced[]): LeaseValues {
  const leases = [...new Map(writes.map(({ lease }) => [keyOf(lease), lease])).values()]
  return {
    leasePartitions: leases.map(({ partition }) => partition),
    leaseEpochs: leases.map(({ epoch }) => epoch),
    leaseOwners: leases.map(({ owner }) => owner),
  }
}

const heldStatement = statement<LeaseValues>((value) => heldLeases(value))

/** The values of `leaseColumns`. */
export interface FenceValues {
  partitions: number[]
  epochs: number[]
}

/** Returns two arrays for `unnest`: the `partition` and the `epoch` by which each write joins `heldLeases`. */
export function leaseColumns(value: ValueOf<FenceValues>): SQL {
  return sql`${value('partitions')}::int[], ${value('epochs')}::bigint[]`
}

/** Returns the lease of each write as the values of `leaseColumns`. */
export function fenceValues(writes: readonly Fenced[]): FenceValues {
  return {
    partitions: writes.map(({ lease }) => lease.partition),
    epochs: writes.map(({ lease }) => lease.epoch),
  }
}

/** Returns the result of each write, in the order of the writes. A write whose lease is not held gets LeaseLost. */
export function resultsOrLeaseLost<Write extends Fenced, Result>(
  writes: readonly Write[],
  held: readonly Pick<Lease, 'partition' | 'epoch'>[],
  resultOf: (write: Write) => Result,
): (Result | LeaseLost)[] {
  const names = new Set(held.map(keyOf))
  return writes.map((write) => (names.has(keyOf(write.lease)) ? resultOf(write) : new LeaseLost(write.lease)))
}

/** Returns the held leases of several writes. */
export async function findHeldLeases({
  ctx: { db },
  input: writes,
}: {
  ctx: { db: Queryable }
  input: readonly Fenced[]
}): Promise<Pick<Lease, 'partition' | 'epoch'>[]> {
  const { rows } = await db.execute<HeldLease>(heldStatement(leaseValues(writes)))
  return rows
}

interface HeldLease {
  [column: string]: unknown
  partition: number
  epoch: number
}

/** Returns a key for a lease. The driver returns PostgreSQL's bigint as text. */
function keyOf({ partition, epoch }: { partition: number; epoch: number | string }): string {
  return `${partition}:${epoch}`
}

/**
 * Distinguishes a fenced write that had nothing to change from a write that the fence rejected.
 * @throws LeaseLost if the fence rejected the write
 */
export async function assertLease({
  ctx: { db },
  input: lease,
}: {
  ctx: { db: Queryable }
  input: Lease
}): Promise<void> {
  const { rows } = await db.execute(sql`select 1 where ${holdsLease(lease)}`)
  if (rows.length === 0) throw new LeaseLost(lease)
}
