import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, it } from 'vitest'
import { secretSchema } from '../webhooks/index.ts'
import { signedHeaders } from './sign.ts'

const body = Buffer.from('{"event":"message.received","data":{"text":"ğ 🚀"}}')
const STANDARD = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const PLAIN = 'your_webhook_secret_min16chars'
/** Secrets of any characters. The key of each is its UTF-8 bytes. */
const UNUSUAL = [
  'correct horse battery staple',
  '🔑🔒 gizli anahtar: ğüşiöç ﷽',
  ' \t sixteen and more, with edges of white space \n',
  'e\u0301 is not \u00e9, and \u212b is not \u00c5',
  '-----BEGIN KEY-----\r\nline\r\n"quoted" \\ \u2028',
  'whsec_ not base64 at all ✓',
  'x'.repeat(4_096),
]

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

it.each([PLAIN, STANDARD, ...UNUSUAL])(
  'signs with %j so that the snippet of the docs verifies it',
  (secret) => {
    const headers = sign(secret)
    expect(verify(body, headers['X-Vesper-Signature'], secret)).toBe(true)
    expect(verify(Buffer.from(`${body} `), headers['X-Vesper-Signature'], secret)).toBe(false)
    expect(verify(body, headers['X-Vesper-Signature'], `${secret}x`)).toBe(false)
  },
)

it('signs for Standard Webhooks with both forms of secret', () => {
  expect(new Webhook(STANDARD).verify(body, sign(STANDARD))).toEqual(JSON.parse(body.toString()))
  expect(new Webhook(PLAIN, { format: 'raw' }).verify(body, sign(PLAIN))).toBeTruthy()
  expect(() => new Webhook(STANDARD).verify(`${body} `, sign(STANDARD))).toThrow()
})

it.each(UNUSUAL)('signs for Standard Webhooks with the UTF-8 bytes of %j', (secret) => {
  // The library reads a text as Latin-1, so that it needs the bytes.
  const raw = (text: string) => new Webhook(Buffer.from(text), { format: 'raw' })
  expect(raw(secret).verify(body, sign(secret))).toBeTruthy()
  expect(() => raw(`${secret} `).verify(body, sign(secret))).toThrow()
})

it.each([...UNUSUAL, STANDARD, PLAIN, '🔑'.repeat(16)])('accepts the secret %j as written', (secret) => {
  expect(secretSchema.parse(secret)).toBe(secret)
})

it.each([
  ['15 characters', 'fifteen chars!!'],
  ['15 characters of two UTF-16 units', '🔑'.repeat(15)],
  ['no character', ''],
  ['white space alone', ' '.repeat(16)],
  ['4,097 characters', 'x'.repeat(4_097)],
])('refuses a secret of %s', (_, secret) => {
  expect(secretSchema.safeParse(secret).success).toBe(false)
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
