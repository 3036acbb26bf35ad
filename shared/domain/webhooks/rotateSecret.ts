import { and, eq } from 'drizzle-orm'
import { webhooks } from '#shared/database/index.ts'
import type { OwnerContext } from '../context.ts'
import { loadWebhook } from './loadWebhook.ts'
import { newSecret, signingSecrets, stillSigning } from './secrets.ts'
import { showWebhook } from './sessions.ts'
import { openVault, type WebhookVault } from './vault.ts'
import type { NewWebhookView, WebhookRow } from './view.ts'

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
  ctx: OwnerContext
  input: { id: string; secret?: string | undefined }
}): Promise<NewWebhookView> {
  const { id, secret = newSecret(ctx.secretSeed) } = input
  const webhook = await loadWebhook({ ctx, input: { id } })
  const vault = await openVault({ ctx, input: webhook })
  if (ctx.isRepeated && isInUse(vault, webhook, secret, ctx.now()))
    return { ...(await showWebhook({ ctx, input: { row: webhook } })), secret }
  const until = new Date(ctx.now().getTime() + PREVIOUS_SIGNS_FOR_MS).toISOString()
  const [row] = await ctx.db
    .update(webhooks)
    .set({
      secret: vault.sealSecret(secret),
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
  return { ...(await showWebhook({ ctx, input: { row } })), secret }
}

function isInUse(vault: WebhookVault, webhook: WebhookRow, secret: string, now: Date): boolean {
  const { current, previous } = signingSecrets(vault, webhook, now)
  return current === secret || previous.includes(secret)
}
