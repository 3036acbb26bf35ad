import { lt } from 'drizzle-orm'
import { inbox, requests } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

/** WhatsApp may send a stanza again for as long as it keeps what no receipt confirmed: two weeks, and then some. */
const KEEP_JOURNAL_MS = 15 * 24 * 3_600_000
const KEEP_REQUESTS_MS = 24 * 3_600_000

/** Deletes journal rows and answered requests that nobody can ask for any more. */
export async function pruneJournal({ ctx }: { ctx: Context }): Promise<void> {
  const now = ctx.now().getTime()
  await ctx.db.delete(inbox).where(lt(inbox.processedAt, new Date(now - KEEP_JOURNAL_MS)))
  await ctx.db.delete(requests).where(lt(requests.createdAt, new Date(now - KEEP_REQUESTS_MS)))
}
