import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { sendText, useGateway } from './support/gateway.ts'
import { startReceiver } from './support/receiver.ts'

const gateway = useGateway()
const SECRET = 'your_webhook_secret_min16chars'

/** The public docs' own snippet. */
function verify(rawBody: Buffer, signature: unknown, secret: string) {
  const expected = `sha256=${createHmac('sha256', secret).update(rawBody).digest('hex')}`
  return signature === expected
}

async function subscribe(url: string, events: string[] = ['*'], more: object = {}) {
  const { status, body } = await gateway.api('POST', '/webhooks', { url, events, secret: SECRET, ...more })
  expect(status).toBe(201)
  return body.data
}

it('posts what a contact writes, as the public docs show it, signed in both ways', async () => {
  const receiver = await startReceiver()
  const webhook = await subscribe(receiver.url, ['message.received'])
  const { id: session, phone } = await gateway.pair()
  const contact = await gateway.phones.create('Ahmet')
  const written = await gateway.phones.write(contact, phone, 'Hey, is my order ready?')
  const { headers, raw, body, rawHeaders } = await receiver.waitFor(({ body }) => body.data.id === written.id)
  expect(body).toEqual({
    event: 'message.received',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    session,
    data: {
      id: written.id,
      from: `${contact}@s.whatsapp.net`,
      fromLid: expect.stringMatching(/@lid$/),
      type: 'text',
      timestamp: expect.any(Number),
      content: { text: 'Hey, is my order ready?', caption: '', mimetype: '', filename: '', base64: '' },
      pushName: 'Ahmet',
    },
    id: expect.stringMatching(/^evt_/),
  })
  expect(Object.keys(body)).toEqual(['event', 'timestamp', 'session', 'data', 'id'])
  expect(headers['content-type']).toBe('application/json')
  expect(rawHeaders).toEqual(expect.arrayContaining(['User-Agent', 'Vesper-Webhook/1.0', 'X-Vesper-Event']))
  expect(headers['x-vesper-delivery']).toMatch(/^[\w-]{21}$/)
  expect(verify(raw, headers['x-vesper-signature'], SECRET)).toBe(true)
  const standard = new Webhook(SECRET, { format: 'raw' })
  expect(standard.verify(raw, headers as Record<string, string>)).toEqual(body)
  expect(webhook.secret).toBe(SECRET)
}, 30_000)

describe('a message of ours', () => {
  it('tells of each of its steps once, in order', async () => {
    const receiver = await startReceiver()
    await subscribe(receiver.url, ['message.sent', 'message.delivered', 'message.read'])
    const { id: session, phone } = await gateway.pair()
    const contact = await gateway.phones.create()
    const id = await sendText(gateway.api, session, contact, 'hello')
    await gateway.phones.waitFor(contact, id)
    await gateway.phones.read(contact, phone)
    await receiver.waitFor(({ body }) => body.event === 'message.read')
    const mine = receiver.received.filter(({ body }) => body.data.id === id)
    expect(mine.map(({ body }) => body.event)).toEqual(['message.sent', 'message.delivered', 'message.read'])
    for (const { body } of mine) {
      expect(body.data).toEqual({ id, session, remoteJid: `${contact}@s.whatsapp.net` })
    }
  }, 30_000)
})
