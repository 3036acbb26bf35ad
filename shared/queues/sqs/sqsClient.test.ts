import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { SqsClient, type SqsClientOptions } from './sqsClient.ts'

const INPUT = { QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/1/q.fifo', MessageBody: 'é' }
/** AWS' answer, or `reset` for a connection that breaks. */
type Answer = { status?: number; body?: object; headers?: Record<string, string> } | 'reset' | 'hang'
interface Seen {
  headers: IncomingMessage['headers']
  body: string
}

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKID')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
  vi.stubEnv('AWS_SESSION_TOKEN', 'token')
})
afterEach(() => vi.unstubAllEnvs())

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Starts an SQS that answers by a function of the number of the call, and a client of it. */
async function sqsOf(answerOf: (call: number, seen: Seen) => Answer, options: SqsClientOptions = {}) {
  const calls: Seen[] = []
  let connections = 0
  const server = createServer(async (request, response) => {
    const seen = { headers: request.headers, body: await text(request) }
    calls.push(seen)
    const answer = answerOf(calls.length, seen)
    if (answer === 'reset') request.socket.destroy()
    else if (answer !== 'hang') {
      const { status = 200, body = {}, headers = {} } = answer
      response.writeHead(status, headers).end(JSON.stringify(body))
    }
  })
  server.on('connection', () => {
    connections += 1
  })
  const endpoint = await listen(server)
  const client = new SqsClient({ AWS_REGION: 'eu-central-1', AWS_ENDPOINT_URL_SQS: endpoint }, options)
  onTestFinished(() => client.destroy())
  return { client, calls, connections: () => connections }
}

const failure = (name: string, status = 400) => ({
  status,
  body: { __type: `com.amazonaws.sqs#${name}`, message: 'why' },
})

/** Computes the signature of a received request by AWS' description of Signature Version 4. */
function signatureOf({ headers, body }: Seen, secret: string, region: string): string {
  const sha = (data: string) => createHash('sha256').update(data).digest('hex')
  const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest()
  const names = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? []
  const canonical = names.map((name) => `${name}:${String(headers[name]).trim()}\n`).join('')
  const request = ['POST', '/', '', canonical, names.join(';'), sha(body)].join('\n')
  const date = String(headers['x-amz-date'])
  const scope = [date.slice(0, 8), region, 'sqs', 'aws4_request']
  const key = scope.reduce<string | Buffer>((made, part) => hmac(made, part), `AWS4${secret}`)
  return hmac(key, ['AWS4-HMAC-SHA256', date, scope.join('/'), sha(request)].join('\n')).toString('hex')
}

it('signs each call, with the session token of a role', async () => {
  const { client, calls } = await sqsOf(() => ({ body: { MessageId: '1' } }))
  expect(await client.send('SendMessage', INPUT)).toEqual({ MessageId: '1' })
  const [seen] = calls
  if (!seen) throw new Error('no call')
  expect(JSON.parse(seen.body)).toEqual(INPUT)
  expect(seen.headers['x-amz-target']).toBe('AmazonSQS.SendMessage')
  expect(seen.headers['x-amz-security-token']).toBe('token')
  expect(seen.headers.authorization).toMatch(/Credential=AKID\/\d{8}\/eu-central-1\/sqs\/aws4_request, /)
  expect(seen.headers.authorization).toMatch(/SignedHeaders=[^,]*host;[^,]*x-amz-security-token/)
  expect(seen.headers.authorization).toContain(`Signature=${signatureOf(seen, 'secret', 'eu-central-1')}`)
})

it('uses one connection for calls in sequence', async () => {
  const { client, connections } = await sqsOf(() => ({}))
  for (let call = 0; call < 5; call += 1) await client.send('SendMessage', INPUT)
  expect(connections()).toBe(1)
})

it.each<[string, Answer]>([
  ['a broken connection', 'reset'],
  ['an error of AWS', failure('InternalFailure', 500)],
  ['a page of a load balancer', { status: 503 }],
  ['throttling', failure('ThrottlingException')],
])('tries again after %s', async (_, first) => {
  const { client, calls } = await sqsOf((call) => (call === 1 ? first : { body: { MessageId: '2' } }))
  expect(await client.send('SendMessage', INPUT)).toEqual({ MessageId: '2' })
  expect(calls).toHaveLength(2)
})

it('gives up after three tries, with the error of SQS', async () => {
  const { client, calls } = await sqsOf(() => failure('InternalFailure', 500))
  await expect(client.send('SendMessage', INPUT)).rejects.toMatchObject({
    name: 'InternalFailure',
    message: 'why',
    status: 500,
  })
  expect(calls).toHaveLength(3)
})

it('does not repeat a call that SQS refused', async () => {
  const { client, calls } = await sqsOf(() => failure('QueueDoesNotExist'))
  await expect(client.send('SendMessage', INPUT)).rejects.toMatchObject({ name: 'QueueDoesNotExist' })
  expect(calls).toHaveLength(1)
})

/** An AWS whose clock is ahead of ours, and that refuses other clocks. */
const ahead =
  (ms: number) =>
  (_: number, { headers }: Seen) => {
    const at = String(headers['x-amz-date']).replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5')
    const now = Date.now() + ms
    const date = { date: new Date(now).toUTCString() }
    return Math.abs(Date.parse(at) - now) < 5 * 60_000
      ? { headers: date }
      : { ...failure('InvalidSignatureException', 403), headers: date }
  }

it.each([3_600_000, -3_600_000])('learns a clock that differs by %d ms', async (ms) => {
  const { client, calls } = await sqsOf(ahead(ms))
  await client.send('SendMessage', INPUT)
  await client.send('SendMessage', INPUT)
  expect(calls).toHaveLength(3)
})

it('does not repeat a call with a wrong key, because the clock is right', async () => {
  const date = { date: new Date().toUTCString() }
  const { client, calls } = await sqsOf(() => ({ ...failure('SignatureDoesNotMatch', 403), headers: date }))
  await expect(client.send('SendMessage', INPUT)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
  expect(calls).toHaveLength(1)
})

it('reads the role of a task, and reads it again when its token has expired', async () => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) vi.stubEnv(name, '')
  let reads = 0
  const role = createServer((_, response) => {
    reads += 1
    const Expiration = new Date(Date.now() + 3_600_000).toISOString()
    const key = { AccessKeyId: `ROLE${reads}`, SecretAccessKey: 'secret', Token: `token ${reads}` }
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ ...key, Expiration }))
  })
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', await listen(role))
  const { client, calls } = await sqsOf((call) => (call === 2 ? failure('ExpiredTokenException', 403) : {}))
  await client.send('SendMessage', INPUT)
  await client.send('SendMessage', INPUT)
  expect(calls.map(({ headers }) => headers['x-amz-security-token'])).toEqual([
    'token 1',
    'token 1',
    'token 2',
  ])
})

it('ends with the reason of the signal, and does not try again', async () => {
  const { client, calls } = await sqsOf(() => 'hang')
  const controller = new AbortController()
  const sent = client.send('SendMessage', INPUT, { abortSignal: controller.signal })
  await vi.waitFor(() => expect(calls).toHaveLength(1))
  controller.abort(new Error('enough'))
  await expect(sent).rejects.toThrow('enough')
  await expect(client.send('SendMessage', INPUT, { abortSignal: controller.signal })).rejects.toThrow(
    'enough',
  )
  expect(calls).toHaveLength(1)
})

it('does not wait without limit for an answer', async () => {
  const { client, calls } = await sqsOf(() => 'hang', { silentMs: 50 })
  await expect(client.send('SendMessage', INPUT)).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  expect(calls).toHaveLength(3)
})
