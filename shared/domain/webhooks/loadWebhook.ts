import { and, eq, isNull, type SQL } from 'drizzle-orm'
import { webhooks } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../context.ts'
import type { WebhookRow } from './view.ts'

/**
 * Loads a webhook of the app.
 * @throws NotFound also for a webhook of another app
 */
export async function loadWebhook({
  ctx,
  input: { id },
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<WebhookRow> {
  const [row] = await ctx.db.select().from(webhooks).where(ownWebhook(ctx, id))
  if (!row) throw new NotFound({ what: 'Webhook', id })
  return row
}

/** Builds the condition that finds one webhook of the app. */
export function ownWebhook(ctx: Pick<AppContext, 'appId'>, id: string): SQL | undefined {
  return and(eq(webhooks.id, id), webhooksOf(ctx.appId))
}

/** Builds the condition that finds the webhooks of an app, except deleted webhooks. */
export function webhooksOf(appId: string): SQL | undefined {
  return and(eq(webhooks.appId, appId), isNull(webhooks.deletedAt))
}
