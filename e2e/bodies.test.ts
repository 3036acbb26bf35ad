import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createApi } from '#functions/api/app.ts'
import { SERVER_TIMEOUTS } from '#local/httpServer.ts'
import { useSharedGateway } from './support/gateway.ts'
import { sendEndless } from './support/rawHttp.ts'

const gateway = useSharedGateway()
const JSON_TYPE = 'content-type: application/json'
const MiB = 1024 * 1024

const keyed = (more: string[] = []) => [`x-api-key: ${gateway.info.apiKey}`, JSON_TYPE, ...more]

describe('an endless chunked body', () => {
  it.each([
    ['a send', 'POST /api/v1/messages/send/text', () => keyed()],
    ['a send with a key', 'POST /api/v1/messages/send/text', () => keyed(['idempotency-key: endless'])],
    ['a list as CSV', 'POST /api/v1/broadcast/lists?name=x', () => keyed(['content-type: text/csv'])],
    ['a flow', 'POST /api/v1/chatbot/flows', () => keyed()],
    ['an update', 'PATCH /api/v1/webhooks/whk_none', () => keyed()],
    [
      'an account',
      'POST /admin/v1/accounts',
      () => [`authorization: Bearer ${gateway.info.adminToken}`, JSON_TYPE],
    ],
    ['a job', 'POST /jobs/deliver-webhook', () => [JSON_TYPE]],
  ])('gets a readable 413 at the limit: %s', async (_what, line, headers) => {
    const answer = await sendEndless(gateway.info.baseUrl, [`${line} HTTP/1.1`, ...headers()])
    expect([answer.status, answer.text]).toEqual([413, expect.stringContaining('larger than')])
  })

  it('ends after the response, if the request has no key', async () => {
    const answer = await sendEndless(gateway.info.baseUrl, [
      'POST /api/v1/messages/send/text HTTP/1.1',
      JSON_TYPE,
    ])
    expect(answer.status).toBe(401)
  })

  it('gets a 413 from the sandbox', async () => {
    const { phonesUrl = '' } = gateway.info.sandbox ?? {}
    const answer = await sendEndless(phonesUrl, ['POST /phones HTTP/1.1', JSON_TYPE])
    expect([answer.status, answer.text]).toEqual([413, expect.stringContaining('32 MiB')])
  })

  it('gets no larger upload slot', async () => {
    const slot = (await gateway.api('POST', '/media', { size: 10 })).body.data
    const { pathname, search } = new URL(slot.url)
    const answer = await sendEndless(gateway.info.baseUrl, [`PUT ${pathname}${search} HTTP/1.1`])
    expect(answer.status).toBe(411)
  })
})

it('checks the bytes of a body from Lambda, not its Content-Length', async () => {
  const api = createApi(gateway.services)
  const send = (length: string, body: string) =>
    api.request('/api/v1/messages/send/text', {
      method: 'POST',
      headers: { 'x-api-key': gateway.info.apiKey, 'content-length': length },
      body,
    })
  expect((await send('5', 'x'.repeat(7 * MiB))).status).toBe(413)
  expect((await send('99999999', '{}')).status).toBe(413)
  expect((await send('none', '{}')).status).toBe(400)
})

it.each([
  ['accepts a chunked body of JSON up to the limit', 'application/json', 'x', 400],
  ['refuses a body of 5 MB whose type API Gateway encodes in base64', 'application/octet-stream', 'x', 413],
  ['refuses a body of 5 MB without a type', undefined, 'x', 413],
  ['refuses a body of 5 MB in which each second byte is escaped', 'application/json', '"', 413],
])('%s, as Lambda does', async (_what, type, word, status) => {
  const text = JSON.stringify({
    session: 'none',
    to: '905551234567',
    text: word.repeat(word === '"' ? 2.5 * MiB : 5 * MiB),
  })
  const parts = async function* () {
    for (let at = 0; at < text.length; at += 100_000) yield Buffer.from(text.slice(at, at + 100_000))
  }
  const response = await fetch(`${gateway.info.baseUrl}/api/v1/messages/send/text`, {
    method: 'POST',
    headers: { 'x-api-key': gateway.info.apiKey, ...(type && { 'content-type': type }) },
    body: Readable.from(parts()),
    duplex: 'half',
  } as unknown as RequestInit)
  expect(response.status).toBe(status)
  expect(await response.text()).toContain(status === 413 ? 'PAYLOAD_TOO_LARGE' : 'text')
})

it('refuses more values than a request needs before it validates them', async () => {
  const numbers = (count: number) => `[${'1,'.repeat(count - 1)}1]`
  const many = await gateway.api(
    'POST',
    '/broadcast/lists',
    `{"name":"x","recipients":${numbers(2_900_000)}}`,
  )
  expect([many.status, JSON.stringify(many.body)]).toEqual([400, expect.stringContaining('more than 150000')])
  const deep = await gateway.api(
    'POST',
    '/messages/send/text',
    `{"a":${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}}`,
  )
  expect([deep.status, JSON.stringify(deep.body)]).toEqual([400, expect.stringContaining('nested')])
  const names = await gateway.api('POST', '/chatbot/flows', `{"${'k'.repeat(2_000)}":1}`)
  expect([names.status, JSON.stringify(names.body)]).toEqual([400, expect.stringContaining('1024 bytes')])
  const faulty = await gateway.api('POST', '/broadcast/lists', `{"name":"x","recipients":${numbers(9_000)}}`)
  expect([faulty.status, faulty.body.error.details.length]).toEqual([400, 50])
  const cells = await gateway.api('POST', '/broadcast/lists?name=x', `phone${',a'.repeat(2_500_000)}\n1`, {
    'content-type': 'text/csv',
  })
  expect([cells.status, JSON.stringify(cells.body)]).toEqual([400, expect.stringContaining('50 variables')])
})

it('accepts a list with the maximum number of recipients', async () => {
  const recipients = Array.from({ length: 10_000 }, (_, index) => ({
    phone: `9055500${String(index).padStart(5, '0')}`,
    name: 'Ayşe "A" \\ Yılmaz',
    variables: { city: 'Istanbul', 'the "shop"': '[{,:}]' },
  }))
  const answer = await gateway.api('POST', '/broadcast/lists', { name: 'all', recipients })
  expect([answer.status, answer.body.data.import?.accepted]).toEqual([201, 10_000])
})

it('closes the connection of a client that never ends its headers or its body', async () => {
  const options = {
    ...SERVER_TIMEOUTS,
    headersTimeout: 200,
    requestTimeout: 300,
    connectionsCheckingInterval: 50,
  }
  const server = createServer(options, (request) => void request.resume())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  for (const head of [
    'POST / HTTP/1.1\r\n',
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nslow',
  ]) {
    const socket = connect(port, '127.0.0.1').resume()
    socket.write(head)
    await once(socket, 'close')
  }
  await new Promise((resolve) => server.close(resolve))
})
