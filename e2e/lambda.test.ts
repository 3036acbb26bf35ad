import { beforeAll, expect, it, vi } from 'vitest'
import { useGateway } from './support/gateway.ts'

const gateway = useGateway()
let handler: typeof import('#functions/api/lambda.ts')['handler']
let sweeper: typeof import('#functions/sweeper/lambda.ts')['handler']

beforeAll(async () => {
  // A Lambda is configured by its environment alone, and reads it when it is loaded.
  for (const [name, value] of Object.entries(gateway.parts.environment)) vi.stubEnv(name, value)
  ;({ handler } = await import('#functions/api/lambda.ts'))
  ;({ handler: sweeper } = await import('#functions/sweeper/lambda.ts'))
})

/** What API Gateway hands to a Lambda (payload format 2.0). */
function event(method: string, path: string, headers: Record<string, string>, body?: unknown) {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    headers: { host: 'api.example.com', ...headers },
    requestContext: {
      accountId: '1',
      apiId: 'a',
      authentication: null,
      authorizer: {},
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'r',
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    isBase64Encoded: false,
    body: body === undefined ? null : JSON.stringify(body),
  }
}

const context = {} as Parameters<typeof handler>[1]

it('serves the same API from a Lambda', async () => {
  const key = { 'x-api-key': gateway.info.apiKey }
  const created = await handler(event('POST', '/api/v1/sessions', key, { name: 'by lambda' }), context)
  expect(created.statusCode).toBe(201)
  const { data } = JSON.parse(created.body)
  // The connector heard of it: the queue is the same.
  await expect
    .poll(async () => (await gateway.api('GET', `/sessions/${data.id}/qr`)).body.data.qr, { timeout: 10_000 })
    .toBeTruthy()
  const refused = await handler(event('GET', '/api/v1/sessions', {}), context)
  expect([refused.statusCode, JSON.parse(refused.body).error.code]).toEqual([401, 'UNAUTHORIZED'])
})

it('sweeps from a Lambda', async () => {
  await expect(sweeper()).resolves.toBeUndefined()
})
