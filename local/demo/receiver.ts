import { createHmac, timingSafeEqual } from 'node:crypto'
import type { WebhookBody } from '#shared/contracts/events.ts'
import { type Receiver, startReceiver } from '../customer/index.ts'

/** A customer's server that verifies the signature over the raw body, as the public docs describe. */
export interface VerifyingReceiver extends Pick<Receiver, 'url' | 'stop'> {
  /** Events with a correct signature. */
  events: WebhookBody[]
}

/** Starts a receiver that answers 401 to a delivery with a wrong signature. */
export async function startVerifyingReceiver(secret: string): Promise<VerifyingReceiver> {
  const events: VerifyingReceiver['events'] = []
  const { url, stop } = await startReceiver({
    path: '/vesper/webhook',
    answer({ raw, body, headers }, response) {
      const isSigned = verify(raw, String(headers['x-vesper-signature']), secret)
      if (isSigned) events.push(body)
      response.writeHead(isSigned ? 200 : 401).end()
    },
  })
  return { url, events, stop }
}

function verify(raw: Buffer, signature: string, secret: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`)
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
