import { and, eq, isNull, type SQL } from 'drizzle-orm'
import { webhooks } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { OwnerContext } from '../context.ts'
import type { WebhookRow } from './view.ts'

/**
 * Loads a webhook of the owner.
 * @throws NotFound also for a webhook of another owner
 */
export async function loadWebhook({
  ctx,
  input: { id },
}: {
  ctx: Pick<OwnerContext, 'db' | 'appId'>
  input: { id: string }
}): Promise<WebhookRow> {
  const [row] = await ctx.db.select().from(webhooks).where(ownWebhook(ctx, id))
  if (!row) throw new NotFound({ what: 'Webhook', id })
  return row
}

/** Builds the condition that finds one webhook of the owner. */
export function ownWebhook(ctx: Pick<OwnerContext, 'appId'>, id: string): SQL | undefined {
  return and(eq(webhooks.id, id), webhooksOf(ctx.appId))
}

/**
 * Builds the condition that finds the webhooks of an owner, except deleted webhooks.
 * @param appId null for the operator
 */
export function webhooksOf(appId: string | null): SQL | undefined {
  const isOwn = appId === null ? isNull(webhooks.appId) : eq(webhooks.appId, appId)
  return and(isOwn, isNull(webhooks.deletedAt))
}
