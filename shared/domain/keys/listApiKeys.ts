import { desc, eq } from 'drizzle-orm'
import { apiKeys } from '#shared/database/index.ts'
import { loadApp } from '../apps/index.ts'
import type { Context } from '../context.ts'
import { type ApiKeyView, toApiKeyView } from './view.ts'

/** An app's keys, newest first, with those that were revoked.
 * @throws NotFound */
export async function listApiKeys({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { appId: string }
}): Promise<ApiKeyView[]> {
  await loadApp(ctx, input.appId)
  const rows = await ctx.db
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.appId, input.appId))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
  return rows.map(toApiKeyView)
}
