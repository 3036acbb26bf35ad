import { createHmac } from 'node:crypto'
import { standardKey } from '../webhooks/index.ts'

/** What is signed: the exact bytes, the event that they tell of, and when they leave. */
export interface Signed {
  body: Buffer
  eventId: string
  eventType: string
  deliveryId: string
  now: Date
  /** `previous`: newest first. */
  secrets: { current: string; previous: readonly string[] }
}

/**
 * The headers of a delivery: the five of the public docs, and beside them those of Standard Webhooks. After a rotation
 * the secrets before sign too: the newest of them in a header of its own, because the docs' receivers compare theirs as a
 * whole, and all as further signatures in the standard's list.
 */
export function signedHeaders(signed: Signed): Record<string, string> {
  const { body, eventId, eventType, deliveryId, now, secrets } = signed
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const standard = (secret: string) => standardSignature(secret, `${eventId}.${timestamp}.`, body)
  const { current, previous } = secrets
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'Vesper-Webhook/1.0',
    'X-Vesper-Event': eventType,
    'X-Vesper-Delivery': deliveryId,
    'X-Vesper-Signature': vesperSignature(current, body),
    ...(previous[0] !== undefined && { 'X-Vesper-Signature-Previous': vesperSignature(previous[0], body) }),
    'webhook-id': eventId,
    'webhook-timestamp': timestamp,
    'webhook-signature': [current, ...previous].map(standard).join(' '),
  }
}

function vesperSignature(secret: string, body: Buffer): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

function standardSignature(secret: string, prefix: string, body: Buffer): string {
  return `v1,${createHmac('sha256', standardKey(secret)).update(prefix).update(body).digest('base64')}`
}
