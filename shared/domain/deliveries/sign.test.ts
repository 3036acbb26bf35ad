import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, it } from 'vitest'
import { signedHeaders } from './sign.ts'

const body = Buffer.from('{"event":"message.received","data":{"text":"ğ 🚀"}}')
const STANDARD = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const PLAIN = 'your_webhook_secret_min16chars'

function sign(current: string, ...previous: string[]) {
  const secrets = { current, previous }
  const names = { eventId: 'evt_1', eventType: 'message.received', deliveryId: 'V1StGXR8_Z5jdHi6B-myT' }
  return signedHeaders({ body, ...names, now: new Date(), secrets })
}

/** Verifies a signature with the snippet of the public docs. */
function verify(rawBody: Buffer, signature: string | undefined, secret: string) {
  const expected = `sha256=${createHmac('sha256', secret).update(rawBody).digest('hex')}`
  return signature === expected
}

it('sends the headers of the public docs under their exact names', () => {
  expect(Object.keys(sign(PLAIN)).slice(0, 5)).toEqual([
    'Content-Type',
    'User-Agent',
    'X-Vesper-Event',
    'X-Vesper-Delivery',
    'X-Vesper-Signature',
  ])
  expect(sign(PLAIN)).toMatchObject({
    'Content-Type': 'application/json',
    'User-Agent': 'Vesper-Webhook/1.0',
    'X-Vesper-Event': 'message.received',
    'X-Vesper-Delivery': 'V1StGXR8_Z5jdHi6B-myT',
  })
})

it.each([PLAIN, STANDARD])('signs with %s so that the snippet of the docs verifies it', (secret) => {
  const headers = sign(secret)
  expect(verify(body, headers['X-Vesper-Signature'], secret)).toBe(true)
  expect(verify(Buffer.from(`${body} `), headers['X-Vesper-Signature'], secret)).toBe(false)
  expect(verify(body, headers['X-Vesper-Signature'], `${secret}x`)).toBe(false)
})

it('signs for Standard Webhooks with both forms of secret', () => {
  expect(new Webhook(STANDARD).verify(body, sign(STANDARD))).toEqual(JSON.parse(body.toString()))
  expect(new Webhook(PLAIN, { format: 'raw' }).verify(body, sign(PLAIN))).toBeTruthy()
  expect(() => new Webhook(STANDARD).verify(`${body} `, sign(STANDARD))).toThrow()
})

it('also signs with the previous secrets after a rotation', () => {
  const headers = sign(STANDARD, PLAIN)
  expect(new Webhook(STANDARD).verify(body, headers)).toBeTruthy()
  expect(new Webhook(PLAIN, { format: 'raw' }).verify(body, headers)).toBeTruthy()
  expect(verify(body, headers['X-Vesper-Signature'], STANDARD)).toBe(true)
  expect(verify(body, headers['X-Vesper-Signature-Previous'], PLAIN)).toBe(true)
  expect(sign(STANDARD)).not.toHaveProperty('X-Vesper-Signature-Previous')
  const twice = sign(`${PLAIN} anew`, STANDARD, PLAIN)
  expect(new Webhook(PLAIN, { format: 'raw' }).verify(body, twice)).toBeTruthy()
})
