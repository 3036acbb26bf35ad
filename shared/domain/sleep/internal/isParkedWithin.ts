import { sleep, type Transaction } from '#shared/database/index.ts'

/**
 * Returns true if no connector should run. The transaction has inserted a session. The lock waits for a sweep that decides at the same
 * time, or makes the sweep wait for the session.
 */
export async function isParkedWithin(tx: Transaction): Promise<boolean> {
  const [row] = await tx.select({ parkedSince: sleep.parkedSince }).from(sleep).for('share')
  return row !== undefined && row.parkedSince !== null
}
