import type { Context } from '../context.ts'
import { openHeaders, openVault, signingSecrets, type WebhookRow } from '../webhooks/index.ts'
import { buildBody, type EventRow } from './buildBody.ts'
import { hideValues } from './hideValues.ts'
import { type PostResult, post } from './post.ts'
import { signedHeaders } from './sign.ts'

/**
 * Posts an event to a webhook once, with the headers of its owner. The signature covers the exact bytes of the post. The
 * result shows no value of a header, even if the receiver echoes its request.
 */
export async function attempt({
  ctx,
  input: { webhook, event, deliveryId },
}: {
  ctx: Pick<Context, 'db' | 'media' | 'keyring' | 'now' | 'settings' | 'log'>
  input: { webhook: WebhookRow; event: EventRow; deliveryId: string }
}): Promise<PostResult> {
  const body = await buildBody({ ctx, input: { event, webhook } })
  const now = ctx.now()
  const vault = await openVault({ ctx, input: webhook })
  const own = openHeaders(vault, webhook.headers)
  const secrets = signingSecrets(vault, webhook, now)
  const signed = signedHeaders({ body, eventId: event.id, eventType: event.type, deliveryId, now, secrets })
  const request = { headers: { ...own, ...signed }, body }
  const result = await post(webhook.url, request, { policy: ctx.settings.urlPolicy, now: ctx.now })
  return { ...result, response: hideValues(result.response, Object.values(own)) }
}
