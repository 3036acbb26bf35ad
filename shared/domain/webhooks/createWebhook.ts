import { webhooks } from '#shared/database/index.ts'
import { newId } from '#shared/ids.ts'
import type { AppContext } from '../context.ts'
import { assertUrl, type WebhookInput } from './input.ts'
import { newSecret, sealFirst } from './secrets.ts'
import { type NewWebhookView, toWebhookView } from './view.ts'

/** Makes a webhook. Its answer is the only one that ever shows the secret.
 * @throws ValidationFailed for a URL that is not allowed */
export async function createWebhook({
  ctx,
  input,
}: {
  ctx: AppContext
  input: WebhookInput
}): Promise<NewWebhookView> {
  const { url, events, secret = newSecret(), enabled, inlineLimitBytes } = input
  assertUrl(ctx, url)
  const id = newId('webhook')
  const [row] = await ctx.db
    .insert(webhooks)
    .values({
      id,
      appId: ctx.appId,
      url,
      events,
      inlineLimitBytes,
      disabled: enabled ? null : 'user',
      ...(await sealFirst(ctx, id, secret)),
    })
    .returning()
  if (!row) throw new Error('INSERT … RETURNING answered no row')
  return { ...toWebhookView(row), secret }
}
