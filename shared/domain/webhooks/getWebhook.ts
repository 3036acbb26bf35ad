import type { OwnerContext } from '../context.ts'
import { loadWebhook } from './loadWebhook.ts'
import { showWebhook } from './sessions.ts'
import type { WebhookView } from './view.ts'

/**
 * Returns a webhook of the owner.
 * @throws NotFound
 */
export async function getWebhook({
  ctx,
  input,
}: {
  ctx: OwnerContext
  input: { id: string }
}): Promise<WebhookView> {
  const row = await loadWebhook({ ctx, input: { id: input.id } })
  return await showWebhook({ ctx, input: { row } })
}
