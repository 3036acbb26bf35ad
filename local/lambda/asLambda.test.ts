import { expect, it } from 'vitest'
import { createLogger } from '#shared/logger.ts'
import type { Answer } from '../apiServer.ts'
import { asLambda } from './asLambda.ts'

const MiB = 1024 * 1024
const log = createLogger({ level: 'silent', name: 'test' })
const request = () => new Request('http://localhost/')
const bindings = { incoming: {} } as Parameters<Answer>[1]

const call = (response: Response | Promise<Response>, timeoutMs?: number) =>
  asLambda(async () => response, { name: 'api', log, ...(timeoutMs !== undefined && { timeoutMs }) })(
    request(),
    bindings,
  )

it('passes an answer with its status, headers and bytes', async () => {
  const answer = await call(new Response('ş', { status: 418, headers: { 'x-request-id': 'req_1' } }))
  expect([answer.status, answer.headers.get('x-request-id'), await answer.text()]).toEqual([
    418,
    'req_1',
    'ş',
  ])
})

it('passes an answer without a body', async () => {
  expect((await call(new Response(null, { status: 204 }))).status).toBe(204)
})

it.each([
  ['text', new Response('x'.repeat(6 * MiB - 1_000)), 200],
  ['text above 6 MB', new Response('x'.repeat(6 * MiB + 100)), 500],
  ['JSON whose quotes are escaped', new Response(`"${'""'.repeat(2 * MiB)}"`), 500],
  ['control characters', new Response('\u0001'.repeat(1.1 * MiB)), 500],
  ['a picture', new Response(new Uint8Array(4.4 * MiB), { headers: { 'content-type': 'image/png' } }), 200],
  [
    'a picture whose base64 is above 6 MB',
    new Response(new Uint8Array(4.6 * MiB), { headers: { 'content-type': 'image/png' } }),
    500,
  ],
])('answers as Lambda would for %s', async (_what, response, status) => {
  const answer = await call(response)
  expect(answer.status).toBe(status)
  if (status === 500) expect(await answer.json()).toEqual({ message: 'Internal Server Error' })
})

it('ends an invocation at the time-out of its function', async () => {
  const answer = await call(new Promise<Response>(() => undefined), 1)
  expect([answer.status, await answer.json()]).toEqual([500, { message: 'Internal Server Error' }])
})
