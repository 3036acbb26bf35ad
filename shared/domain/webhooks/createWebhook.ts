import { eq } from 'drizzle-orm'
import { webhooks } from '#shared/database/index.ts'
import { newId } from '#shared/ids.ts'
import type { OwnerContext } from '../context.ts'
import { toStoredFilter } from './filter.ts'
import { sealHeaders } from './headers.ts'
import { assertUrl, type WebhookInput } from './input.ts'
import { assertBelowCapsWithin, takeTurnWithin } from './internal/placesWithin.ts'
import { newSecret, signingSecrets } from './secrets.ts'
import { assertSessions, showWebhook } from './sessions.ts'
import { createVault, openVault } from './vault.ts'
import type { NewWebhookView } from './view.ts'

/**
 * Creates a webhook and returns its secret. No later read returns the secret. With a seed, a second run of the same
 * request returns the webhook of the first run.
 * @throws ValidationFailed for a URL that is not allowed, NotFound for a session, TooManyWebhooks, CapReached
 */
export async function createWebhook({
  ctx,
  input,
}: {
  ctx: OwnerContext
  input: WebhookInput
}): Promise<NewWebhookView> {
  const { secret = newSecret(ctx.secretSeed), enabled, headers, filter, ...fields } = input
  assertUrl(ctx, fields.url)
  await assertSessions({ ctx, input: { ids: fields.sessions ?? [] } })
  const id = newId('webhook', ctx.seed)
  const { vault, wrappedKey } = await createVault({ ctx, input: { webhookId: id } })
  const values = {
    ...{ ...fields, id, wrappedKey, appId: ctx.appId, filter: toStoredFilter(filter) },
    secret: vault.sealSecret(secret),
    headers: sealHeaders(vault, headers),
    disabled: enabled ? null : ('user' as const),
  }
  const row = await ctx.db.transaction(async (tx) => {
    await takeTurnWithin(tx, ctx.appId)
    const [earlier] = await tx.select().from(webhooks).where(eq(webhooks.id, id))
    if (earlier) return earlier
    const [made] = await tx.insert(webhooks).values(values).returning()
    if (!made) throw new Error('INSERT … RETURNING returned no row')
    await assertBelowCapsWithin(tx, ctx.appId, ctx.now())
    return made
  })
  const made = await openVault({ ctx, input: row })
  return {
    ...(await showWebhook({ ctx, input: { row } })),
    secret: signingSecrets(made, row, ctx.now()).current,
  }
}
