import { and, desc, sql } from 'drizzle-orm'
import { z } from 'zod'
import { webhooks } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage } from '#shared/pagination.ts'
import type { OwnerContext } from '../context.ts'
import { webhooksOf } from './loadWebhook.ts'
import { showWebhooks } from './sessions.ts'
import type { WebhookView } from './view.ts'

const sortKey = z.tuple([z.iso.datetime(), z.string()])

/** Lists the owner's webhooks, newest first. */
export async function listWebhooks({
  ctx,
  input,
}: {
  ctx: OwnerContext
  input: { limit: number; cursor?: string | undefined }
}): Promise<Page<WebhookView>> {
  const after = decodeCursor(input.cursor, sortKey)
  const rows = await ctx.db
    .select()
    .from(webhooks)
    .where(
      and(
        webhooksOf(ctx.appId),
        after && sql`(${webhooks.createdAt}, ${webhooks.id}) < (${after[0]}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(desc(webhooks.createdAt), desc(webhooks.id))
    .limit(input.limit + 1)
  const { items, pagination } = toPage(
    rows,
    input.limit,
    (row) => [row.createdAt.toISOString(), row.id],
    (row) => row,
  )
  return { items: await showWebhooks({ ctx, input: { rows: items } }), pagination }
}
