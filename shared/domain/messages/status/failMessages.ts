import type { SQL } from 'drizzle-orm'
import type { Database } from '#shared/database/index.ts'
import { type Failed, failWithin } from './internal/failWithin.ts'

/** Ends messages of ours FAILED, tells of it, and gives back the units of those that WhatsApp never took. Answers which.
 * @param which a condition on messages
 * @param error an expression for the reason of each */
export async function fail({
  ctx: { db },
  input: { which, error, now },
}: {
  ctx: { db: Database }
  input: { which: SQL; error: SQL; now: Date }
}): Promise<Failed[]> {
  return await db.transaction((tx) => failWithin(tx, which, error, now))
}
