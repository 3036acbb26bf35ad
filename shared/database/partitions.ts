import { asc, gte, sql } from 'drizzle-orm'
import type { Database, Transaction } from './queryable.ts'
import { partitions, sessions } from './schema/index.ts'

/** A deployment has fewer partitions than its sessions use. */
export class PartitionsInUse extends Error {
  constructor(wanted: number, used: readonly number[]) {
    super(
      `${wanted} partitions are too few: sessions use partitions up to ${Math.max(...used)}. Set partitions to ${Math.max(...used) + 1} or more, or delete these sessions.`,
    )
    this.name = 'PartitionsInUse'
  }
}

/** Inserts the missing rows of `count` partitions. New sessions use a partition as soon as it has a row. */
export async function insertPartitions(db: Database | Transaction, count: number): Promise<void> {
  await db
    .insert(partitions)
    .values(Array.from({ length: count }, (_, id) => ({ id })))
    .onConflictDoNothing()
}

/**
 * Deletes the rows of the partitions beyond `count`.
 * @throws PartitionsInUse if a session is in one of them; then all rows stay
 */
export async function deletePartitionsBeyond(db: Database, count: number): Promise<void> {
  await db.transaction(async (tx) => {
    // A new session waits for the lock of its partition, and then does not find the partition.
    await tx.select({ id: partitions.id }).from(partitions).where(gte(partitions.id, count)).for('update')
    const used = await tx
      .select({ id: sessions.partition })
      .from(sessions)
      .where(gte(sessions.partition, count))
      .groupBy(sessions.partition)
      .orderBy(asc(sessions.partition))
    if (used.length > 0)
      throw new PartitionsInUse(
        count,
        used.map(({ id }) => id),
      )
    await tx.delete(partitions).where(sql`${partitions.id} >= ${count}`)
  })
}
