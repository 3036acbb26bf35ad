import type { AppContext } from '../context.ts'
import { loadWebhook } from './loadWebhook.ts'
import { toWebhookView, type WebhookView } from './view.ts'

/**
 * Returns a webhook of the app.
 * @throws NotFound
 */
export async function getWebhook({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<WebhookView> {
  return toWebhookView(await loadWebhook({ ctx, input: { id: input.id } }))
}
