import type { Context } from '../context.ts'
import { openSecrets, type WebhookRow } from '../webhooks/index.ts'
import { buildBody, type EventRow } from './buildBody.ts'
import { type PostResult, post } from './post.ts'
import { signedHeaders } from './sign.ts'

/** Posts an event to a webhook once. The signature covers the exact bytes of the post. */
export async function attempt({
  ctx,
  input: { webhook, event, deliveryId },
}: {
  ctx: Pick<Context, 'db' | 'media' | 'keyring' | 'now' | 'settings' | 'log'>
  input: { webhook: WebhookRow; event: EventRow; deliveryId: string }
}): Promise<PostResult> {
  const body = await buildBody({ ctx, input: { event, inlineLimitBytes: webhook.inlineLimitBytes } })
  const now = ctx.now()
  const secrets = await openSecrets({ ctx, input: { webhook, now } })
  const headers = signedHeaders({ body, eventId: event.id, eventType: event.type, deliveryId, now, secrets })
  return await post(webhook.url, { headers, body }, { policy: ctx.settings.urlPolicy, now: ctx.now })
}
