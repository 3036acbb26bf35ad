import { and, eq } from 'drizzle-orm'
import { webhooks } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../context.ts'

/** Deletes a webhook with its log; what was on its way to it ends.
 * @throws NotFound */
export async function deleteWebhook({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<void> {
  const deleted = await ctx.db
    .delete(webhooks)
    .where(and(eq(webhooks.id, input.id), eq(webhooks.appId, ctx.appId)))
    .returning({ id: webhooks.id })
  if (deleted.length === 0) throw new NotFound({ what: 'Webhook', id: input.id })
}
