import { webhooks } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { OwnerContext } from '../context.ts'
import { ownWebhook } from './loadWebhook.ts'

/**
 * Deletes a webhook with its delivery log. Pending deliveries end at once. The sweeper deletes the log in batches.
 * @throws NotFound
 */
export async function deleteWebhook({
  ctx,
  input,
}: {
  ctx: OwnerContext
  input: { id: string }
}): Promise<void> {
  const deleted = await ctx.db
    .update(webhooks)
    .set({ deletedAt: ctx.now() })
    .where(ownWebhook(ctx, input.id))
    .returning({ id: webhooks.id })
  if (deleted.length === 0) throw new NotFound({ what: 'Webhook', id: input.id })
}
