import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { Hono } from 'hono'
import { expect, it, onTestFinished } from 'vitest'
import { EDGE_HEADER } from '#shared/contracts/edge.ts'
import type { EdgeEnvironment } from '#shared/contracts/environment.ts'
import { createLogger } from '#shared/logger.ts'
import { startAws } from '../../../e2e/support/aws.ts'
import { httpEvent } from '../../../e2e/support/lambda.ts'
import { clientAddress } from '../../api/middleware/clientAddress.ts'
import { countByAddress } from '../../api/middleware/limitRate.ts'
import type { ApiEnvironment, ApiServices } from '../../api/services.ts'
import { createShell } from '../../api/shell.ts'
import { lambdaHandler } from '../lambdaHandler.ts'
import { createEdgeCheck } from './edgeCheck.ts'
import { EdgeValues, type ReadEdgeValues } from './edgeValues.ts'
import { edgeSecretReader } from './readEdgeSecret.ts'
import { viewerAddressOf } from './viewerAddress.ts'

const sixtyFour = (letter: string) => letter.repeat(64)
const [OLD, CURRENT, NEXT] = ['a', 'b', 'c'].map(sixtyFour) as [string, string, string]
const MINUTE_MS = 60_000

/** A function that answers the caller's address, with an edge, a clock and a secret that a test changes. */
function behindEdge(
  closed: EdgeEnvironment['VESPER_EDGE_CLOSED'],
  accepted: readonly string[] = [CURRENT, OLD],
) {
  const secret = { accepted, reads: 0, isDown: false }
  let nowMs = Date.UTC(2026, 10, 30)
  const read: ReadEdgeValues = async () => {
    secret.reads += 1
    if (secret.isDown) throw new Error('Secrets Manager does not answer')
    return secret.accepted
  }
  const lines: string[] = []
  const log = createLogger({ level: 'silent', name: 'test' }, { write: (line) => lines.push(line) })
  const values = new EdgeValues(read, () => nowMs)
  const services = {
    settings: { trustedProxies: 0 },
    now: () => new Date(nowMs),
    rateLimit: {
      consume: async () => ({ isAllowed: true, limit: 1, remaining: 1, resetAt: new Date(nowMs) }),
    },
  } as unknown as ApiServices
  const app = createShell(log, countByAddress(services))
  app.get('/health', (c) => c.json({ address: clientAddress(c, services), headers: c.req.header() }))
  app.get('/docs/file.js', (c) => c.body('file', 200, { 'cache-control': 'public, max-age=86400' }))
  const handler = lambdaHandler(app, createEdgeCheck({ values, closed, log, now: services.now }))
  return {
    secret,
    lines,
    pass: (ms: number) => {
      nowMs += ms
    },
    async get(
      headers: Record<string, string> = {},
      host = 'a1b2c3.execute-api.eu-central-1.amazonaws.com',
      path = '/health',
    ) {
      const event = httpEvent('GET', path, headers) as { requestContext: { domainName: string } }
      event.requestContext.domainName = host
      const { statusCode, body, headers: sent } = await handler(event)
      return { status: statusCode, headers: sent, body: body.startsWith('{') ? JSON.parse(body) : body }
    },
  }
}
const edge = (value: string, more: Record<string, string> = {}) => ({ [EDGE_HEADER]: value, ...more })

it('refuses direct requests with the envelope if all addresses are closed, also to /health', async () => {
  const { get } = behindEdge('all')
  for (const host of ['a1b2c3.execute-api.eu-central-1.amazonaws.com', 'wa.example.com']) {
    const answer = await get({}, host)
    expect([answer.status, answer.body.success, answer.body.error.code]).toEqual([403, false, 'FORBIDDEN'])
    expect(answer.headers['x-request-id']).toBe(answer.body.error.requestId)
  }
  expect((await get(edge(CURRENT))).status).toBe(200)
})

it('closes the endpoint before the domain, and neither at first', async () => {
  const statuses = async (closed: EdgeEnvironment['VESPER_EDGE_CLOSED']) => {
    const { get } = behindEdge(closed)
    return [(await get()).status, (await get({}, 'wa.example.com')).status]
  }
  expect(await statuses('none')).toEqual([200, 200])
  expect(await statuses('endpoint')).toEqual([403, 200])
})

it.each(['none', 'endpoint', 'all'] as const)('refuses a wrong value if %s is closed', async (closed) => {
  const { get, lines } = behindEdge(closed)
  for (const value of ['', 'x', sixtyFour('d'), `${CURRENT},${CURRENT}`, CURRENT.slice(1), NEXT])
    expect((await get(edge(value), 'wa.example.com')).status).toBe(403)
  // An alarm counts this line, and an attack writes one line in ten seconds.
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['edge.refused'])
})

it('accepts the next value as soon as the secret has it, and the old value until its process reads the secret again', async () => {
  const { get, secret, pass } = behindEdge('all')
  expect([(await get(edge(CURRENT))).status, (await get(edge(OLD))).status]).toEqual([200, 200])
  secret.accepted = [CURRENT, NEXT]
  pass(5_001)
  expect((await get(edge(NEXT))).status).toBe(200)
  expect((await get(edge(CURRENT))).status).toBe(200)
  expect((await get(edge(OLD))).status).toBe(403)
})

it('forgets a revoked value within five minutes', async () => {
  const { get, secret, pass } = behindEdge('all')
  expect((await get(edge(OLD))).status).toBe(200)
  secret.accepted = [NEXT, CURRENT]
  pass(4 * MINUTE_MS)
  expect((await get(edge(OLD))).status).toBe(200)
  pass(2 * MINUTE_MS)
  expect((await get(edge(OLD))).status).toBe(403)
})

it('reads the secret once in five seconds, however many forged values arrive', async () => {
  const { get, secret, pass } = behindEdge('all')
  await Promise.all(Array.from({ length: 50 }, (_, n) => get(edge(sixtyFour(String(n % 10))))))
  expect(secret.reads).toBe(1)
  pass(6_000)
  await Promise.all(Array.from({ length: 50 }, (_, n) => get(edge(sixtyFour(String(n % 10))))))
  expect(secret.reads).toBe(2)
})

it('keeps the known values while the secret cannot be read, and answers 503 without any', async () => {
  const known = behindEdge('all')
  expect((await known.get(edge(CURRENT))).status).toBe(200)
  known.secret.isDown = true
  known.pass(10 * MINUTE_MS)
  expect((await known.get(edge(CURRENT))).status).toBe(200)
  expect((await known.get(edge(NEXT))).status).toBe(403)
  const unknown = behindEdge('all')
  unknown.secret.isDown = true
  const answer = await unknown.get(edge(CURRENT))
  expect([answer.status, answer.body.error.code]).toEqual([503, 'SERVICE_UNAVAILABLE'])
})

it("uses the viewer's address only with the right value", async () => {
  const { get } = behindEdge('none')
  const forged = { 'cloudfront-viewer-address': '6.6.6.6:1234', 'x-forwarded-for': '7.7.7.7' }
  expect((await get(forged)).body.address).toBe('203.0.113.9')
  expect((await get(edge(CURRENT, forged))).body.address).toBe('6.6.6.6')
})

it('passes the secret value to no route', async () => {
  const { headers } = (await behindEdge('none').get(edge(CURRENT))).body
  expect(Object.keys(headers)).not.toContain(EDGE_HEADER)
  expect(Object.keys(headers)).toContain('host')
})

it('forbids caches to store an answer that does not allow it', async () => {
  const { get } = behindEdge('none')
  expect((await get(edge(CURRENT))).headers['cache-control']).toBe('no-store')
  expect((await get()).headers['cache-control']).toBe('no-store')
  const file = await get(edge(CURRENT), 'wa.example.com', '/docs/file.js')
  expect(file.headers['cache-control']).toBe('public, max-age=86400')
})

it('leaves a function without an edge as it was', async () => {
  const app = new Hono<ApiEnvironment>().get('/health', (c) => c.text(c.req.header(EDGE_HEADER) ?? 'none'))
  const { statusCode, body, headers } = await lambdaHandler(app)(httpEvent('GET', '/health', edge('x')))
  expect([statusCode, body, headers['cache-control']]).toEqual([200, 'x', undefined])
})

it('refuses an event that is no request', async () => {
  const app = createShell(createLogger({ level: 'silent', name: 'test' }), async () => undefined)
  const values = new EdgeValues(async () => [CURRENT], Date.now)
  const log = createLogger({ level: 'silent', name: 'test' })
  const handler = lambdaHandler(app, createEdgeCheck({ values, closed: 'all', log, now: () => new Date() }))
  expect((await handler({ requestContext: 7 })).statusCode).toBe(403)
})

it.each([
  [{ 'cloudfront-viewer-address': '198.51.100.10:46532' }, '198.51.100.10'],
  [{ 'cloudfront-viewer-address': '2001:db8::7:46532' }, '2001:db8::7'],
  [{ 'cloudfront-viewer-address': '[2001:db8::7]:46532' }, '2001:db8::7'],
  [{ 'cloudfront-viewer-address': 'nonsense', 'x-forwarded-for': '198.51.100.4' }, '198.51.100.4'],
  [{ 'x-forwarded-for': 'forged, 198.51.100.4' }, '198.51.100.4'],
  [{ 'x-forwarded-for': '6.6.6.6, 198.51.100.4, 130.176.0.1' }, '198.51.100.4'],
  [{ 'x-forwarded-for': '130.176.0.1' }, '130.176.0.1'],
  [{}, '130.176.0.1'],
])('reads the viewer of %j', (headers, viewer) => {
  expect(viewerAddressOf(headers, '130.176.0.1')).toBe(viewer)
})

/** A reader of a secret with values by their labels. */
async function readerOf(labels: Record<string, string>) {
  const aws = await startAws({
    'secretsmanager.GetSecretValue': ({ VersionStage = '' }) => {
      const value = labels[VersionStage]
      if (value !== undefined) return { SecretString: JSON.stringify({ value }) }
      throw Object.assign(new Error(), { name: 'ResourceNotFoundException' })
    },
  })
  onTestFinished(() => aws.stop())
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' }
  const client = new SecretsManagerClient({ endpoint: aws.endpoint, region: 'eu-central-1', credentials })
  return edgeSecretReader('arn', client)
}

it.each([
  ['before the first rotation', { AWSCURRENT: CURRENT }, [CURRENT]],
  ['during the first rotation', { AWSCURRENT: CURRENT, AWSPENDING: NEXT }, [CURRENT, NEXT]],
  ['during a rotation', { AWSPREVIOUS: OLD, AWSCURRENT: CURRENT, AWSPENDING: NEXT }, [CURRENT, NEXT]],
  ['after a rotation', { AWSPREVIOUS: OLD, AWSCURRENT: CURRENT, AWSPENDING: CURRENT }, [CURRENT, OLD]],
])('accepts at most two values: %s', async (_, labels: Record<string, string>, accepted) => {
  expect(await (await readerOf(labels))()).toEqual(accepted)
})

it('does not accept the undefined value of a secret without a current value', async () => {
  await expect((await readerOf({ AWSPENDING: NEXT }))()).rejects.toThrow()
})
