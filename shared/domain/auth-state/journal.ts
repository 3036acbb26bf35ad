import { and, asc, eq, isNull } from 'drizzle-orm'
import { inbox } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

/**
 * Finds the sealed journal row of a ciphertext that was decrypted before. The row is empty if its plaintext was erased
 * when the message was stored.
 */
export async function findJournaled({
  ctx,
  input: { sessionId, hash },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; hash: string }
}): Promise<Buffer | undefined> {
  const [row] = await ctx.db
    .select({ value: inbox.value })
    .from(inbox)
    .where(and(eq(inbox.sessionId, sessionId), eq(inbox.hash, hash)))
  return row?.value
}

/**
 * Lists the unprocessed journal rows of a session, oldest first. A row stays unprocessed if its host dies before the
 * message is stored.
 */
export async function unprocessedJournal({
  ctx,
  input: { sessionId },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string }
}): Promise<{ hash: string; value: Buffer }[]> {
  return await ctx.db
    .select({ hash: inbox.hash, value: inbox.value })
    .from(inbox)
    .where(and(eq(inbox.sessionId, sessionId), isNull(inbox.processedAt)))
    .orderBy(asc(inbox.receivedAt))
}
