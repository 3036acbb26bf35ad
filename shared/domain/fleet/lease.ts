import { type SQL, sql } from 'drizzle-orm'
import { partitions, type Queryable } from '#shared/database/index.ts'

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

/** Tells a fenced write that changed nothing for want of work from one that the fence kept out.
 * @throws LeaseLost */
export async function assertLease(db: Queryable, lease: Lease): Promise<void> {
  const { rows } = await db.execute(sql`select 1 where ${holdsLease(lease)}`)
  if (rows.length === 0) throw new LeaseLost(lease)
}
