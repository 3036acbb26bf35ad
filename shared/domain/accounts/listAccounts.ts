import { desc, sql } from 'drizzle-orm'
import { z } from 'zod'
import { accounts } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage } from '#shared/pagination.ts'
import type { Context } from '../context.ts'
import { type AccountView, toAccountView } from './view.ts'

const sortKey = z.tuple([z.iso.datetime(), z.string()])

/** Lists all accounts, newest first. */
export async function listAccounts({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { limit: number; cursor?: string | undefined }
}): Promise<Page<AccountView>> {
  const after = decodeCursor(input.cursor, sortKey)
  const rows = await ctx.db
    .select()
    .from(accounts)
    .where(after && sql`(${accounts.createdAt}, ${accounts.id}) < (${after[0]}::timestamptz, ${after[1]})`)
    .orderBy(desc(accounts.createdAt), desc(accounts.id))
    .limit(input.limit + 1)
  return toPage(rows, input.limit, (row) => [row.createdAt.toISOString(), row.id], toAccountView)
}
