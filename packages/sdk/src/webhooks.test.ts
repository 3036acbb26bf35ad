import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { signedHeaders } from '../../../shared/domain/deliveries/sign.ts'
import { type UnwrapOptions, unwrap, WebhookVerificationError } from './webhooks.ts'

const SECRET = `whsec_${Buffer.from('a key of thirty-two bytes, ok!!!').toString('base64')}`
const PREVIOUS = 'an earlier secret, with ümlaut'
const NOW = new Date('2026-01-02T03:04:05Z')
const EVENT = { id: 'evt_1', event: 'message.received', payload: { text: 'Grüße 👋 漢字' } }
const BODY = JSON.stringify(EVENT)

function sign({ body = BODY, current = SECRET, previous = [] as string[], now = NOW } = {}) {
  return signedHeaders({
    body: Buffer.from(body),
    eventId: 'evt_1',
    eventType: 'message.received',
    deliveryId: 'dlv_1',
    now,
    secrets: { current, previous },
  })
}

function untimed(headers: Record<string, string>) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('webhook-')))
}

const at = (seconds: number): UnwrapOptions => ({ now: () => new Date(NOW.getTime() + seconds * 1000) })
const clock = at(0)

async function reason(result: Promise<unknown>) {
  const error = await result.then(
    () => 'accepted',
    (thrown: unknown) => thrown,
  )
  return error instanceof WebhookVerificationError ? error.reason : error
}

describe('unwrap with the signature of Standard Webhooks', () => {
  it.each([
    ['whsec_', SECRET],
    ['plain text', 'a plain secret of text'],
    ['whsec_ and text', 'whsec_not base64, but text'],
    ['whsec_ and a wrong length', 'whsec_abcdefghijklm'],
    ['whsec_ and wrong padding', 'whsec_abcdefghijkl='],
    ['whsec_ and a space', 'whsec_abcdefghijkl '],
    ['text beyond ASCII', PREVIOUS],
  ])('returns the event that the gateway signed with a secret of the form %s', async (_, current) => {
    expect(await unwrap(BODY, sign({ current }), current, clock)).toEqual(EVENT)
  })

  it('accepts the signature of the library standardwebhooks', async () => {
    const signature = new Webhook(SECRET).sign('evt_9', NOW, BODY)
    const headers = {
      'webhook-id': 'evt_9',
      'webhook-timestamp': String(NOW.getTime() / 1000),
      'webhook-signature': signature,
    }
    expect(await unwrap(BODY, headers, SECRET, clock)).toEqual(EVENT)
  })

  it('reads a body of bytes, also a view into a larger buffer', async () => {
    const padded = Buffer.from(`xx${BODY}yy`)
    expect(await unwrap(padded.subarray(2, -2), sign(), SECRET, clock)).toEqual(EVENT)
    expect(await unwrap(new TextEncoder().encode(BODY), sign(), SECRET, clock)).toEqual(EVENT)
  })

  it('reads header names in any letter case, Headers and arrays', async () => {
    const entries = Object.entries(sign({ previous: [PREVIOUS] }))
    const upper = Object.fromEntries(entries.map(([name, value]) => [name.toUpperCase(), value]))
    const arrays = Object.fromEntries(entries.map(([name, value]) => [name, [value]]))
    for (const headers of [upper, arrays, new Headers(entries)]) {
      expect(await unwrap(BODY, headers, PREVIOUS, clock)).toEqual(EVENT)
    }
  })

  it('reads several signature headers, as an array or joined by Headers', async () => {
    const { 'webhook-signature': right = '', ...rest } = sign()
    const wrong = sign({ current: 'a wrong secret of text' })['webhook-signature'] ?? ''
    for (const several of [[wrong, right], [right, wrong], `${wrong} ${right}`, `${wrong},${right}`]) {
      expect(await unwrap(BODY, { ...rest, 'webhook-signature': several }, SECRET, clock)).toEqual(EVENT)
    }
    const headers = new Headers(Object.entries(rest))
    for (const value of [wrong, right]) headers.append('webhook-signature', value)
    expect(await unwrap(BODY, headers, SECRET, clock)).toEqual(EVENT)
  })

  it('accepts the new, the previous and the oldest secret after rotations', async () => {
    const secrets = [SECRET, PREVIOUS, 'the oldest secret of all']
    const headers = sign({ previous: secrets.slice(1) })
    for (const secret of secrets) expect(await unwrap(BODY, headers, secret, clock)).toEqual(EVENT)
  })

  it('accepts any secret of a list', async () => {
    expect(await unwrap(BODY, sign(), ['another secret of text', SECRET], clock)).toEqual(EVENT)
    expect(await reason(unwrap(BODY, sign(), ['another secret of text'], clock))).toBe('WRONG_SIGNATURE')
  })

  it.each([
    ['another secret', BODY, {}, 'another secret of text'],
    ['a changed body', `${BODY} `, {}, SECRET],
    ['a changed id', BODY, { 'webhook-id': 'evt_2' }, SECRET],
    ['a changed time', BODY, { 'webhook-timestamp': String(NOW.getTime() / 1000 + 1) }, SECRET],
    ['a time that is not a number', BODY, { 'webhook-timestamp': 'now' }, SECRET],
    ['a signature that is not base64', BODY, { 'webhook-signature': 'v1,%%%' }, SECRET],
    ['an empty signature', BODY, { 'webhook-signature': '' }, SECRET],
  ])('refuses %s, although X-Vesper-Signature is right', async (_, body, changed, secret) => {
    const { 'X-Vesper-Signature': weak = '' } = sign({ body, current: secret })
    const headers = { ...sign(), ...changed, 'X-Vesper-Signature': weak }
    const options = { ...clock, allowUntimed: true }
    expect(await unwrap(body, untimed(headers), secret, options)).toEqual(EVENT)
    expect(await reason(unwrap(body, headers, secret, options))).toBe('WRONG_SIGNATURE')
  })

  it('refuses a time that is out of tolerance, and accepts its limit', async () => {
    expect(await reason(unwrap(BODY, sign(), SECRET, at(301)))).toBe('TOO_OLD')
    expect(await reason(unwrap(BODY, sign(), SECRET, at(-301)))).toBe('TOO_NEW')
    expect(await unwrap(BODY, sign(), SECRET, at(300))).toEqual(EVENT)
    expect(await unwrap(BODY, sign(), SECRET, at(-300))).toEqual(EVENT)
    expect(await reason(unwrap(BODY, sign(), SECRET, { ...at(11), toleranceSeconds: 10 }))).toBe('TOO_OLD')
    expect(await reason(unwrap(BODY, sign(), SECRET))).toMatch(/^TOO_/)
  })

  it('refuses a tolerance that is not a number, which would accept any time', async () => {
    const options = { ...at(9999), toleranceSeconds: Number.NaN }
    await expect(unwrap(BODY, sign(), SECRET, options)).rejects.toThrow(TypeError)
  })

  it.each(['webhook-id', 'webhook-timestamp'])('refuses a request without %s', async (name) => {
    const headers = { ...sign(), [name]: undefined }
    expect(await reason(unwrap(BODY, headers, SECRET, { ...clock, allowUntimed: true }))).toBe(
      'MISSING_HEADERS',
    )
  })
})

describe('unwrap with X-Vesper-Signature', () => {
  const options = { allowUntimed: true }

  it('accepts this form only if allowUntimed is set, and names the option', async () => {
    const headers = untimed(sign())
    expect(await unwrap(BODY, headers, SECRET, options)).toEqual(EVENT)
    expect(await reason(unwrap(BODY, headers, SECRET))).toBe('MISSING_HEADERS')
    await expect(unwrap(BODY, headers, SECRET)).rejects.toThrow('allowUntimed')
  })

  it('accepts the new and the previous secret after a rotation', async () => {
    const headers = untimed(sign({ previous: [PREVIOUS] }))
    expect(await unwrap(BODY, headers, SECRET, options)).toEqual(EVENT)
    expect(await unwrap(BODY, headers, PREVIOUS, options)).toEqual(EVENT)
  })

  it('refuses a wrong secret, a changed body and a signature that is not hex', async () => {
    const headers = untimed(sign())
    const broken = { 'x-vesper-signature': 'sha256=zz' }
    expect(await reason(unwrap(BODY, headers, PREVIOUS, options))).toBe('WRONG_SIGNATURE')
    expect(await reason(unwrap(`${BODY} `, headers, SECRET, options))).toBe('WRONG_SIGNATURE')
    expect(await reason(unwrap(BODY, broken, SECRET, options))).toBe('WRONG_SIGNATURE')
  })
})

describe('unwrap', () => {
  it('refuses a request without any signature', async () => {
    expect(await reason(unwrap(BODY, {}, SECRET, { allowUntimed: true }))).toBe('MISSING_HEADERS')
  })

  it.each([[''], ['whsec_'], [[]], [[SECRET, '']]])('refuses the empty secret %j', async (secret) => {
    expect(await reason(unwrap(BODY, sign(), secret, clock))).toBe('NO_SECRET')
  })

  it('tells a caller who passes a parsed body to pass the raw body', async () => {
    const result = unwrap(JSON.parse(BODY), sign(), SECRET, clock)
    await expect(result).rejects.toThrow(TypeError)
    await expect(result).rejects.toThrow('Pass the raw body')
  })

  it('refuses a signed body that is not JSON', async () => {
    expect(await reason(unwrap('{', sign({ body: '{' }), SECRET, clock))).toBe('NOT_JSON')
  })

  it('returns an event that this version does not know', async () => {
    const body = JSON.stringify({ id: 'evt_1', event: 'future.event' })
    expect(await unwrap(body, sign({ body }), SECRET, clock)).toEqual(JSON.parse(body))
  })
})
