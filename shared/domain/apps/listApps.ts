import { and, asc, sql } from 'drizzle-orm'
import { z } from 'zod'
import { apps } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage } from '#shared/pagination.ts'
import { getAccount } from '../accounts/index.ts'
import type { Context } from '../context.ts'
import { appsOf } from './loadApp.ts'
import { type AppView, toAppView } from './view.ts'

const sortKey = z.tuple([z.iso.datetime(), z.string()])

/**
 * Lists an account's apps, oldest first.
 * @throws NotFound
 */
export async function listApps({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { accountId: string; limit: number; cursor?: string | undefined }
}): Promise<Page<AppView>> {
  const after = decodeCursor(input.cursor, sortKey)
  await getAccount({ ctx, input })
  const rows = await ctx.db
    .select()
    .from(apps)
    .where(
      and(
        appsOf(input.accountId),
        after && sql`(${apps.createdAt}, ${apps.id}) > (${after[0]}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(asc(apps.createdAt), asc(apps.id))
    .limit(input.limit + 1)
  return toPage(rows, input.limit, (row) => [row.createdAt.toISOString(), row.id], toAppView)
}
