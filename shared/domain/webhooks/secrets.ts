import { createHmac, randomBytes } from 'node:crypto'
import { filledText } from '#shared/input/index.ts'
import type { WebhookVault } from './vault.ts'
import type { WebhookRow } from './view.ts'

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

/** Opens the secrets that sign now: the current secret, and the previous secrets that still sign, newest first. */
export function signingSecrets(
  vault: WebhookVault,
  webhook: Pick<WebhookRow, 'secret' | 'previousSecrets'>,
  now: Date,
): { current: string; previous: string[] } {
  return {
    current: vault.openSecret(webhook.secret),
    previous: stillSigning(webhook, now).map(({ secret }) => vault.openSecret(Buffer.from(secret, 'base64'))),
  }
}

/** Returns the previous secrets of a webhook that sign at `now`. */
export function stillSigning(
  { previousSecrets }: Pick<WebhookRow, 'previousSecrets'>,
  now: Date,
): WebhookRow['previousSecrets'] {
  return previousSecrets.filter(({ until }) => new Date(until) > now)
}
