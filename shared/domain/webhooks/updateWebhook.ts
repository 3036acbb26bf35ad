import { sql } from 'drizzle-orm'
import { webhooks } from '#shared/database/index.ts'
import { NotFound, ValidationFailed } from '#shared/errors/index.ts'
import type { OwnerContext } from '../context.ts'
import { toStoredFilter } from './filter.ts'
import { sealHeaders } from './headers.ts'
import { assertUrl, type WebhookPatch } from './input.ts'
import { loadWebhook, ownWebhook } from './loadWebhook.ts'
import { assertSessions, showWebhook } from './sessions.ts'
import { openVault } from './vault.ts'
import type { WebhookRow, WebhookView } from './view.ts'

/**
 * Changes the given fields and keeps the others. A given secret replaces all earlier secrets at once. `rotateSecret`
 * changes the secret without a gap. Enabling a webhook clears the reason for which it was disabled.
 * @throws NotFound also for a session, ValidationFailed
 */
export async function updateWebhook({
  ctx,
  input,
}: {
  ctx: OwnerContext
  input: WebhookPatch & { id: string }
}): Promise<WebhookView> {
  const { id, url, events, filter, enabled, inlineLimitBytes } = input
  const webhook = await loadWebhook({ ctx, input: { id } })
  if (url !== undefined) assertUrl(ctx, url)
  const [row] = await ctx.db
    .update(webhooks)
    .set({
      ...{ url, events, inlineLimitBytes },
      ...(filter !== undefined && { filter: toStoredFilter(filter) }),
      ...(await changeSessions(ctx, webhook, input.sessions)),
      ...(await changeSealed(ctx, webhook, input)),
      ...(enabled === true && { disabled: null, failingSince: null }),
      ...(enabled === false && { disabled: sql`coalesce(${webhooks.disabled}, 'user')` }),
      updatedAt: ctx.now(),
    })
    .where(ownWebhook(ctx, id))
    .returning()
  if (!row) throw new NotFound({ what: 'Webhook', id })
  return await showWebhook({ ctx, input: { row } })
}

/**
 * Returns the change of the sessions. An empty list comes back from an answer of GET after all sessions of the webhook
 * were deleted, and changes nothing.
 * @throws NotFound, ValidationFailed for an empty list that would replace sessions
 */
async function changeSessions(
  ctx: OwnerContext,
  webhook: WebhookRow,
  sessions: WebhookPatch['sessions'],
): Promise<Partial<WebhookRow>> {
  if (sessions === undefined) return {}
  if (sessions === null || sessions.length > 0) {
    await assertSessions({ ctx, input: { ids: sessions ?? [] } })
    return { sessions }
  }
  const shown = await showWebhook({ ctx, input: { row: webhook } })
  if (shown.sessions?.length === 0) return {}
  const message =
    'Name at least one session, or give null for all sessions. To stop deliveries, set enabled to false'
  throw new ValidationFailed({ details: [{ path: 'sessions', message }] })
}

/**
 * Returns the change of the secret and of the headers, sealed.
 * @throws ValidationFailed
 */
async function changeSealed(
  ctx: OwnerContext,
  webhook: WebhookRow,
  { secret, headers }: Pick<WebhookPatch, 'secret' | 'headers'>,
): Promise<Partial<WebhookRow>> {
  if (secret === undefined && headers === undefined) return {}
  const vault = await openVault({ ctx, input: webhook })
  return {
    ...(secret !== undefined && { secret: vault.sealSecret(secret), previousSecrets: [] }),
    ...(headers !== undefined && { headers: sealHeaders(vault, headers, webhook.headers) }),
  }
}
