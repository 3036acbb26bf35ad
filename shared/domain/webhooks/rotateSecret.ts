import { and, eq } from 'drizzle-orm'
import { webhooks } from '#shared/database/index.ts'
import type { AppContext } from '../context.ts'
import { loadWebhook } from './loadWebhook.ts'
import { newSecret, openSecrets, sealNext, stillSigning } from './secrets.ts'
import { type NewWebhookView, toWebhookView, type WebhookRow } from './view.ts'

const PREVIOUS_SIGNS_FOR_MS = 24 * 3_600_000
/** Each is a signature more in a header. */
const MAX_PREVIOUS = 5

/**
 * Gives a webhook a new secret; for a day the one before signs too, beside it, however often it is rotated meanwhile. A second run of the
 * same request finds the secret in use, shows it again, and rotates nothing.
 * @throws NotFound
 */
export async function rotateSecret({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string; secret?: string | undefined }
}): Promise<NewWebhookView> {
  const { id, secret = newSecret(ctx.secretSeed) } = input
  const webhook = await loadWebhook({ ctx, input: { id } })
  if (ctx.isRepeated && (await isInUse(ctx, webhook, secret))) return { ...toWebhookView(webhook), secret }
  const until = new Date(ctx.now().getTime() + PREVIOUS_SIGNS_FOR_MS).toISOString()
  const [row] = await ctx.db
    .update(webhooks)
    .set({
      secret: await sealNext({ ctx, input: { webhook, secret } }),
      previousSecrets: [
        { secret: webhook.secret.toString('base64'), until },
        ...stillSigning(webhook, ctx.now()),
      ].slice(0, MAX_PREVIOUS),
      updatedAt: ctx.now(),
    })
    .where(and(eq(webhooks.id, id), eq(webhooks.secret, webhook.secret)))
    .returning()
  // Another rotation was quicker: this one goes on from it, or finds the webhook gone.
  if (!row) return await rotateSecret({ ctx, input: { id, secret } })
  return { ...toWebhookView(row), secret }
}

async function isInUse(ctx: AppContext, webhook: WebhookRow, secret: string): Promise<boolean> {
  const { current, previous } = await openSecrets({ ctx, input: { webhook, now: ctx.now() } })
  return current === secret || previous.includes(secret)
}
