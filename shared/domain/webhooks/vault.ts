import { Cipher } from '#shared/crypto/index.ts'
import type { Context } from '../context.ts'

type Ctx = Pick<Context, 'keyring'>

/** Seals and opens the secrets and the header values of one webhook, with the data key of its row. */
export class WebhookVault {
  readonly #cipher: Cipher
  readonly #context: string

  constructor(cipher: Cipher, context: string) {
    this.#cipher = cipher
    this.#context = context
  }

  sealSecret(secret: string): Buffer {
    return this.#cipher.seal(Buffer.from(secret), this.#context)
  }

  openSecret(sealed: Buffer): string {
    return this.#cipher.open(sealed, this.#context).toString()
  }

  /** Returns the sealed value of a header, in base64. The value opens only under the name of its header, in any case. */
  sealHeader(name: string, value: string): string {
    return this.#cipher.seal(Buffer.from(value), this.#headerContext(name)).toString('base64')
  }

  openHeader(name: string, sealed: string): string {
    return this.#cipher.open(Buffer.from(sealed, 'base64'), this.#headerContext(name)).toString()
  }

  #headerContext(name: string): string {
    return `${this.#context}:header:${name.toLowerCase()}`
  }
}

/** Creates the vault of a new webhook, with a new data key. `wrappedKey` opens the vault again. */
export async function createVault({
  ctx,
  input: { webhookId },
}: {
  ctx: Ctx
  input: { webhookId: string }
}): Promise<{ vault: WebhookVault; wrappedKey: Buffer }> {
  const context = contextOf(webhookId)
  const { key, wrapped } = await ctx.keyring.createDataKey(context)
  return { vault: new WebhookVault(new Cipher(key), context), wrappedKey: wrapped }
}

/** Opens the vault of a webhook. */
export async function openVault({
  ctx,
  input: { id, wrappedKey },
}: {
  ctx: Ctx
  input: { id: string; wrappedKey: Buffer }
}): Promise<WebhookVault> {
  const context = contextOf(id)
  return new WebhookVault(new Cipher(await ctx.keyring.unwrap(wrappedKey, context)), context)
}

function contextOf(webhookId: string): string {
  return `webhook:${webhookId}`
}
