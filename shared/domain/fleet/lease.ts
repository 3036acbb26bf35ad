import { type SQL, sql } from 'drizzle-orm'
import { arrayParam, partitions, type Queryable } from '#shared/database/index.ts'

/** A connector's right to a partition's sessions, and the epoch under which it got it. */
export interface Lease {
  partition: number
  owner: string
  epoch: number
}

/** This connector no longer owns the partition: another does, or will. Nothing was written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'

  constructor(lease: Lease) {
    super(`Lease on partition ${lease.partition} (epoch ${lease.epoch}) is lost`)
  }
}

/**
 * The condition that fences a write: true while the lease is this one. The shared row lock makes a take-over wait for
 * writes that have begun, so that no write commits after it; renewals do not wait.
 */
export function holdsLease(lease: Lease): SQL {
  return sql`exists (select 1 from ${partitions} where ${partitions.id} = ${lease.partition} and ${partitions.epoch} = ${lease.epoch} and ${partitions.owner} = ${lease.owner} for key share)`
}

/** One of several writes of one statement, which may be of several partitions: each is fenced by its own lease. */
export interface Fenced {
  lease: Lease
}

/** The same fence for several leases: a query for `partition` and `epoch` of those that hold. */
export function heldLeases(writes: readonly Fenced[]): SQL {
  const leases = [...new Map(writes.map(({ lease }) => [keyOf(lease), lease])).values()]
  return sql`select ${partitions.id} as partition, ${partitions.epoch} from ${partitions}
    join unnest(${leaseColumns(leases.map((lease) => ({ lease })))}, ${arrayParam(leases.map(({ owner }) => owner))}::text[]) as lease (partition, epoch, owner)
      on ${partitions.id} = lease.partition and ${partitions.epoch} = lease.epoch and ${partitions.owner} = lease.owner
    for key share of ${partitions}`
}

/** Of each write, what it joins `heldLeases` by: `partition` and `epoch`, two arrays for an `unnest`. */
export function leaseColumns(writes: readonly Fenced[]): SQL {
  return sql`${arrayParam(writes.map(({ lease }) => lease.partition))}::int[], ${arrayParam(writes.map(({ lease }) => lease.epoch))}::bigint[]`
}

/** Answers for each of several writes, in their order, what became of it: LeaseLost where its lease is not among those that hold. */
export function resultsOrLeaseLost<Write extends Fenced, Result>(
  writes: readonly Write[],
  held: readonly Pick<Lease, 'partition' | 'epoch'>[],
  resultOf: (write: Write) => Result,
): (Result | LeaseLost)[] {
  const names = new Set(held.map(keyOf))
  return writes.map((write) => (names.has(keyOf(write.lease)) ? resultOf(write) : new LeaseLost(write.lease)))
}

/** Those leases of a list that hold. */
export async function findHeldLeases({
  ctx: { db },
  input: writes,
}: {
  ctx: { db: Queryable }
  input: readonly Fenced[]
}): Promise<Pick<Lease, 'partition' | 'epoch'>[]> {
  const { rows } = await db.execute<HeldLease>(heldLeases(writes))
  return rows
}

interface HeldLease {
  [column: string]: unknown
  partition: number
  epoch: number
}

/** PostgreSQL's bigint is text in JavaScript. */
function keyOf({ partition, epoch }: { partition: number; epoch: number | string }): string {
  return `${partition}:${epoch}`
}

/** Tells a fenced write that changed nothing for want of work from one that the fence kept out.
 * @throws LeaseLost */
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
