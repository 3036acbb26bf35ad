import { hkdfSync } from 'node:crypto'
import { Cipher } from '#shared/crypto/index.ts'
import type { idempotencyKeys } from '#shared/database/index.ts'

/** A response as the first run returned it. */
export interface StoredAnswer {
  status: number
  contentType: string
  body: Uint8Array<ArrayBuffer>
}

type Row = typeof idempotencyKeys.$inferSelect

/**
 * Seals a body with its caller's API key. The database holds only the hash of the key, so that a reader of the table
 * cannot open the body.
 */
export function sealBody(seed: string, secret: string, body: Uint8Array): Buffer {
  return cipherOf(seed, secret).seal(body, seed)
}

/**
 * Opens the stored response of a row.
 * @throws Error if the row holds no response, or was sealed with another key
 */
export function openAnswer({ seed, status, contentType, body }: Row, secret: string): StoredAnswer {
  if (status === null || body === null) throw new Error('The row of the idempotency key holds no response')
  const opened = cipherOf(seed, secret).open(body, seed)
  return { status, contentType: contentType ?? 'application/json', body: new Uint8Array(opened) }
}

function cipherOf(seed: string, secret: string): Cipher {
  return new Cipher(Buffer.from(hkdfSync('sha256', secret, seed, 'vesper idempotency', 32)))
}

/**
 * Derives the source of a request's secrets from the request's seed and the caller's key. A reader of the table cannot
 * derive the source, because the table does not hold the key.
 */
export function secretSeedOf(seed: string, secret: string): string {
  return Buffer.from(hkdfSync('sha256', secret, seed, 'vesper secrets', 32)).toString('hex')
}
