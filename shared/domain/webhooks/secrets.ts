import { createHmac, randomBytes } from 'node:crypto'
import { Cipher } from '#shared/crypto/index.ts'
import type { webhooks } from '#shared/database/index.ts'
import { filledText } from '#shared/input/index.ts'
import type { Context } from '../context.ts'

/** Prefix of a Standard Webhooks secret. The rest of the secret is the key, in base64. */
const STANDARD_PREFIX = 'whsec_'
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
const KEY_BYTES = 32

/** Bounds of a secret, in Unicode characters. The upper bound leaves room for a token or a PEM key. */
const MIN_CHARACTERS = 16
const MAX_CHARACTERS = 4_096

/**
 * A secret of the caller, kept as written. JSON Schema counts Unicode characters, and `z.string().min()` counts UTF-16
 * units, so that the check counts characters itself.
 */
export const secretSchema = filledText(2 * MAX_CHARACTERS)
  .refine(
    (secret) => [...secret].length >= MIN_CHARACTERS,
    `Give at least ${MIN_CHARACTERS} characters, or omit the secret to have the gateway create one`,
  )
  .refine(
    (secret) => [...secret].length <= MAX_CHARACTERS,
    `Give at most ${MAX_CHARACTERS.toLocaleString('en')} characters`,
  )
  .meta({ minLength: MIN_CHARACTERS, maxLength: MAX_CHARACTERS })

type Ctx = Pick<Context, 'keyring'>

/** Creates a secret in the form of Standard Webhooks. The same seed always gives the same secret. */
export function newSecret(secretSeed?: string): string {
  const key =
    secretSeed === undefined
      ? randomBytes(KEY_BYTES)
      : createHmac('sha256', secretSeed).update('webhook secret').digest()
  return `${STANDARD_PREFIX}${key.toString('base64')}`
}

/**
 * Returns the key of a Standard Webhooks signature: the decoded base64 after `whsec_`. Any other secret is a key by its
 * UTF-8 bytes. The signature of our public docs uses the whole secret as text.
 */
export function standardKey(secret: string): Buffer {
  const encoded = secret.startsWith(STANDARD_PREFIX) ? secret.slice(STANDARD_PREFIX.length) : ''
  return BASE64.test(encoded) ? Buffer.from(encoded, 'base64') : Buffer.from(secret)
}

/** Seals the first secret of a webhook with a new data key. */
export async function sealFirst({
  ctx,
  input: { webhookId, secret },
}: {
  ctx: Ctx
  input: { webhookId: string; secret: string }
}) {
  const { key, wrapped } = await ctx.keyring.createDataKey(contextOf(webhookId))
  return { wrappedKey: wrapped, secret: new Cipher(key).seal(Buffer.from(secret), contextOf(webhookId)) }
}

/** Seals a further secret with the existing data key of the webhook. */
export async function sealNext({
  ctx,
  input: { webhook, secret },
}: {
  ctx: Ctx
  input: { webhook: Pick<typeof webhooks.$inferSelect, 'id' | 'wrappedKey'>; secret: string }
}): Promise<Buffer> {
  return (await cipherOf(ctx, webhook)).seal(Buffer.from(secret), contextOf(webhook.id))
}

/** Opens the secrets that sign now: the current secret, and the previous secrets that still sign, newest first. */
export async function openSecrets({
  ctx,
  input: { webhook, now },
}: {
  ctx: Ctx
  input: { webhook: typeof webhooks.$inferSelect; now: Date }
}): Promise<{ current: string; previous: string[] }> {
  const cipher = await cipherOf(ctx, webhook)
  const open = (sealed: Buffer) => cipher.open(sealed, contextOf(webhook.id)).toString()
  return {
    current: open(webhook.secret),
    previous: stillSigning(webhook, now).map(({ secret }) => open(Buffer.from(secret, 'base64'))),
  }
}

/** Returns the previous secrets of a webhook that sign at `now`. */
export function stillSigning(
  { previousSecrets }: Pick<typeof webhooks.$inferSelect, 'previousSecrets'>,
  now: Date,
): (typeof webhooks.$inferSelect)['previousSecrets'] {
  return previousSecrets.filter(({ until }) => new Date(until) > now)
}

async function cipherOf(
  ctx: Ctx,
  { id, wrappedKey }: Pick<typeof webhooks.$inferSelect, 'id' | 'wrappedKey'>,
): Promise<Cipher> {
  return new Cipher(await ctx.keyring.unwrap(wrappedKey, contextOf(id)))
}

function contextOf(webhookId: string): string {
  return `webhook:${webhookId}`
}
