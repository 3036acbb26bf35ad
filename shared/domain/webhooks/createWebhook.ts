import { eq } from 'drizzle-orm'
import { apps, webhooks } from '#shared/database/index.ts'
import { TooManyWebhooks } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import { assertBelowCapWithin } from '../accounts/index.ts'
import type { AppContext } from '../context.ts'
import { assertUrl, type WebhookInput } from './input.ts'
import { webhooksOf } from './loadWebhook.ts'
import { newSecret, openSecrets, sealFirst } from './secrets.ts'
import { type NewWebhookView, toWebhookView } from './view.ts'

/** Limit of one app: each event makes a delivery for each webhook. */
const MAX_WEBHOOKS = 20

/**
 * Creates a webhook and returns its secret. No later read returns the secret. With a seed, a second run of the same
 * request returns the webhook of the first run.
 * @throws ValidationFailed for a URL that is not allowed, TooManyWebhooks, CapReached
 */
export async function createWebhook({
  ctx,
  input,
}: {
  ctx: AppContext
  input: WebhookInput
}): Promise<NewWebhookView> {
  const { url, events, secret = newSecret(ctx.secretSeed), enabled, inlineLimitBytes } = input
  assertUrl(ctx, url)
  const id = newId('webhook', ctx.seed)
  const sealed = await sealFirst({ ctx, input: { webhookId: id, secret } })
  const row = await ctx.db.transaction(async (tx) => {
    // The lock keeps two concurrent calls from taking the last place.
    await tx.select({ id: apps.id }).from(apps).where(eq(apps.id, ctx.appId)).for('no key update')
    const [earlier] = await tx.select().from(webhooks).where(eq(webhooks.id, id))
    if (earlier) return earlier
    if ((await tx.$count(webhooks, webhooksOf(ctx.appId))) >= MAX_WEBHOOKS)
      throw new TooManyWebhooks({ limit: MAX_WEBHOOKS })
    const values = { id, appId: ctx.appId, url, events, inlineLimitBytes, ...sealed }
    const [made] = await tx
      .insert(webhooks)
      .values({ ...values, disabled: enabled ? null : 'user' })
      .returning()
    if (!made) throw new Error('INSERT … RETURNING returned no row')
    await assertBelowCapWithin(tx, { appId: ctx.appId, now: ctx.now() }, 'webhooks')
    return made
  })
  return {
    ...toWebhookView(row),
    secret: (await openSecrets({ ctx, input: { webhook: row, now: ctx.now() } })).current,
  }
}
