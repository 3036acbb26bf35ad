import { sql } from 'drizzle-orm'
import { webhooks } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../context.ts'
import { assertUrl, type WebhookPatch } from './input.ts'
import { loadWebhook, ownWebhook } from './loadWebhook.ts'
import { sealNext } from './secrets.ts'
import { toWebhookView, type WebhookView } from './view.ts'

/**
 * Changes the given fields and keeps the others. A given secret replaces all earlier secrets at once. `rotateSecret`
 * changes the secret without a gap. Enabling a webhook clears the reason for which it was disabled.
 * @throws NotFound, ValidationFailed
 */
export async function updateWebhook({
  ctx,
  input,
}: {
  ctx: AppContext
  input: WebhookPatch & { id: string }
}): Promise<WebhookView> {
  const { id, url, events, secret, enabled, inlineLimitBytes } = input
  const webhook = await loadWebhook({ ctx, input: { id } })
  if (url !== undefined) assertUrl(ctx, url)
  const [row] = await ctx.db
    .update(webhooks)
    .set({
      url,
      events,
      inlineLimitBytes,
      ...(secret !== undefined && {
        secret: await sealNext({ ctx, input: { webhook, secret } }),
        previousSecrets: [],
      }),
      ...(enabled === true && { disabled: null, failingSince: null }),
      ...(enabled === false && { disabled: sql`coalesce(${webhooks.disabled}, 'user')` }),
      updatedAt: ctx.now(),
    })
    .where(ownWebhook(ctx, id))
    .returning()
  if (!row) throw new NotFound({ what: 'Webhook', id })
  return toWebhookView(row)
}
