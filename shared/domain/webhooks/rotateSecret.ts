import { and, eq } from 'drizzle-orm'
import { webhooks } from '#shared/database/index.ts'
import type { AppContext } from '../context.ts'
import { loadWebhook } from './loadWebhook.ts'
import { newSecret, openSecrets, sealNext, stillSigning } from './secrets.ts'
import { type NewWebhookView, toWebhookView, type WebhookRow } from './view.ts'

const PREVIOUS_SIGNS_FOR_MS = 24 * 3_600_000
/** Limit of previous secrets: each adds a signature to a header. */
const MAX_PREVIOUS = 5

/**
 * Gives a webhook a new secret. Each previous secret also signs for 24 h after its rotation. A second run of the same
 * request finds the secret in use, returns the secret again, and rotates nothing.
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
  // A concurrent rotation has changed the secret, or the webhook is deleted. The repetition rotates the newer secret,
  // or throws NotFound.
  if (!row) return await rotateSecret({ ctx, input: { id, secret } })
  return { ...toWebhookView(row), secret }
}

async function isInUse(ctx: AppContext, webhook: WebhookRow, secret: string): Promise<boolean> {
  const { current, previous } = await openSecrets({ ctx, input: { webhook, now: ctx.now() } })
  return current === secret || previous.includes(secret)
}
