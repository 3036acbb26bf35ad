import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { apiKeys } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage } from '#shared/pagination.ts'
import { loadApp } from '../apps/index.ts'
import type { Context } from '../context.ts'
import { type ApiKeyView, toApiKeyView } from './view.ts'

const sortKey = z.tuple([z.iso.datetime(), z.string()])

/**
 * Lists an app's keys, including revoked keys, newest first.
 * @throws NotFound
 */
export async function listApiKeys({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { appId: string; limit: number; cursor?: string | undefined }
}): Promise<Page<ApiKeyView>> {
  const after = decodeCursor(input.cursor, sortKey)
  await loadApp({ ctx, input: { id: input.appId } })
  const rows = await ctx.db
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.appId, input.appId),
        after && sql`(${apiKeys.createdAt}, ${apiKeys.id}) < (${after[0]}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(input.limit + 1)
  return toPage(rows, input.limit, (row) => [row.createdAt.toISOString(), row.id], toApiKeyView)
}
