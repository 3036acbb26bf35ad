import type { SQL } from 'drizzle-orm'
import type { SendFailure } from '#shared/contracts/messages.ts'
import type { Database } from '#shared/database/index.ts'
import { type Failed, failWithin } from './internal/failWithin.ts'

/**
 * Ends messages of ours FAILED, emits their events, and refunds the units of messages that WhatsApp never accepted.
 * Returns the failed messages.
 * @param input.which a condition on messages
 * @param input.error an expression for the reason of each message
 */
export async function fail({
  ctx: { db },
  input: { which, error, now },
}: {
  ctx: { db: Database }
  input: { which: SQL; error: SQL<SendFailure>; now: Date }
}): Promise<Failed[]> {
  return await db.transaction((tx) => failWithin(tx, which, error, now))
}
