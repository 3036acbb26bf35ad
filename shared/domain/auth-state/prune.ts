import { lt } from 'drizzle-orm'
import { inbox } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

/** WhatsApp may send a stanza again for as long as it keeps what no receipt confirmed: two weeks, and then some. */
const KEEP_JOURNAL_MS = 15 * 24 * 3_600_000

/** Deletes journal rows that nobody can ask for any more. */
export async function pruneJournal({ ctx }: { ctx: Pick<Context, 'db' | 'now'> }): Promise<void> {
  await ctx.db.delete(inbox).where(lt(inbox.processedAt, new Date(ctx.now().getTime() - KEEP_JOURNAL_MS)))
}
