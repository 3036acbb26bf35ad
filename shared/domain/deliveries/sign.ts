import { createHmac } from 'node:crypto'
import { standardKey } from '../webhooks/index.ts'

/** Content of a signature: the exact bytes of the body, its event, and the time of the post. */
export interface Signed {
  body: Buffer
  eventId: string
  eventType: string
  deliveryId: string
  now: Date
  /** `previous` is ordered newest first. */
  secrets: { current: string; previous: readonly string[] }
}

/**
 * Returns the headers of a delivery: the five of the public docs, and the three of Standard Webhooks. After a
 * rotation, previous secrets also sign. The newest previous secret signs in a header of its own, because receivers of
 * the public docs compare the whole header. All previous secrets sign in the list of Standard Webhooks.
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
