import { hkdfSync } from 'node:crypto'
import { Cipher } from '#shared/crypto/index.ts'
import type { idempotencyKeys } from '#shared/database/index.ts'

/** How long an answer can be had again. */
export const KEEP_MS = 24 * 3_600_000

/** An answer as it was given. */
export interface StoredAnswer {
  status: number
  contentType: string
  body: Uint8Array<ArrayBuffer>
}

type Row = typeof idempotencyKeys.$inferSelect

/** Seals a body with its caller's API key, of which the database knows the hash alone: who reads the table reads no answer. */
export function sealBody(seed: string, secret: string, body: Uint8Array): Buffer {
  return cipherOf(seed, secret).seal(body, seed)
}

/** @throws Error if the row was stored for another key */
export function openAnswer({ seed, status, contentType, body }: Row, secret: string): StoredAnswer {
  if (status === null || body === null) throw new Error('An idempotent request has no answer')
  const opened = cipherOf(seed, secret).open(body, seed)
  return { status, contentType: contentType ?? 'application/json', body: new Uint8Array(opened) }
}

function cipherOf(seed: string, secret: string): Cipher {
  return new Cipher(Buffer.from(hkdfSync('sha256', secret, seed, 'vesper idempotency', 32)))
}

/** Derives the source of a request's secrets from its seed and its caller's key: whoever reads the table derives none. */
export function secretSeedOf(seed: string, secret: string): string {
  return Buffer.from(hkdfSync('sha256', secret, seed, 'vesper secrets', 32)).toString('hex')
}
