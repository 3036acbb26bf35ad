import { and, eq } from 'drizzle-orm'
import { webhooks } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../context.ts'
import type { WebhookRow } from './view.ts'

/** The app's own webhook of that id.
 * @throws NotFound also for another app's */
export async function loadWebhook(ctx: AppContext, id: string): Promise<WebhookRow> {
  const [row] = await ctx.db
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.id, id), eq(webhooks.appId, ctx.appId)))
  if (!row) throw new NotFound({ what: 'Webhook', id })
  return row
}
