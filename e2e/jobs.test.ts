import { createHash, createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { useSharedGateway } from './support/gateway.ts'

const gateway = useSharedGateway()

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const body = JSON.stringify({ deliveryId: 'nobody', attempt: 1 })

/** Makes a signed call of QStash with changed properties. */
function call(changes: {
  claims?: object
  key?: string
  signature?: string | null
  sent?: string
  job?: string
}) {
  const { environment } = gateway.parts
  const url = `${environment.VESPER_JOBS_URL}/${changes.job ?? 'deliver-webhook'}`
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iss: 'Upstash',
    sub: url,
    exp: now + 300,
    nbf: now,
    iat: now,
    jti: 'jwt_1',
    body: createHash('sha256').update(body).digest('base64url'),
    ...changes.claims,
  }
  const signed = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}`
  const key = changes.key ?? environment.QSTASH_CURRENT_SIGNING_KEY ?? ''
  const signature =
    changes.signature ?? `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
  return fetch(url, {
    method: 'POST',
    headers: changes.signature === null ? {} : { 'upstash-signature': signature },
    body: changes.sent ?? body,
  })
}

it('runs the job of a call that is signed with the current or the next key', async () => {
  expect((await call({})).status).toBe(200)
  expect((await call({ key: gateway.parts.environment.QSTASH_NEXT_SIGNING_KEY ?? '' })).status).toBe(200)
})

it.each([
  ['has no signature', { signature: null }],
  ['has something else for one', { signature: 'aaaa.bbbb.cccc' }],
  ['is signed with another key', { key: 'sig_of_somebody_else' }],
  ['is stale', { claims: { exp: Math.floor(Date.now() / 1000) - 10 } }],
  ['is for another URL', { claims: { sub: 'https://example.com/jobs/deliver-webhook' } }],
  ['has another body than was signed', { sent: '{"deliveryId":"another","attempt":1}' }],
])('refuses a call that %s', async (_, changes) => {
  expect((await call(changes)).status).toBe(401)
})

it('answers 200 to a job that can never succeed: an unknown name, or invalid input', async () => {
  expect((await call({ job: 'no-such-job' })).status).toBe(200)
  const nonsense = '{"deliveryId":7}'
  const claims = { body: createHash('sha256').update(nonsense).digest('base64url') }
  expect((await call({ sent: nonsense, claims })).status).toBe(200)
})
