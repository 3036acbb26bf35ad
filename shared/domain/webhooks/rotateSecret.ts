import { and, eq } from 'drizzle-orm'
import { webhooks } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../context.ts'
import { loadWebhook } from './loadWebhook.ts'
import { newSecret, sealNext } from './secrets.ts'
import { type NewWebhookView, toWebhookView } from './view.ts'

const PREVIOUS_SIGNS_FOR_MS = 24 * 3_600_000

/** Gives a webhook a new secret; for a day the one before signs too, beside it.
 * @throws NotFound */
export async function rotateSecret({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string; secret?: string | undefined }
}): Promise<NewWebhookView> {
  const { id, secret = newSecret() } = input
  const webhook = await loadWebhook(ctx, id)
  const [row] = await ctx.db
    .update(webhooks)
    .set({
      secret: await sealNext(ctx, webhook, secret),
      previousSecret: webhooks.secret,
      previousSecretUntil: new Date(ctx.now().getTime() + PREVIOUS_SIGNS_FOR_MS),
      updatedAt: ctx.now(),
    })
    .where(and(eq(webhooks.id, id), eq(webhooks.appId, ctx.appId)))
    .returning()
  if (!row) throw new NotFound({ what: 'Webhook', id })
  return { ...toWebhookView(row), secret }
}
