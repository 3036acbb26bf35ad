import { afterAll, beforeAll, expect, it } from 'vitest'
import { type HostileServer, startHostileServer } from '#shared/http/hostileServer.fixture.ts'
import { slowness } from '#shared/testing.ts'
import { callServer } from './callServer.ts'

let server: HostileServer
beforeAll(async () => {
  server = await startHostileServer()
})
afterAll(() => server.stop())

async function call(url: string, longestMs: number) {
  const policy = { allowHttp: true, allowPrivate: true, longestMs }
  const request = { method: 'POST' as const, url, headers: {}, body: '{}' }
  return await callServer(request, { policy, idempotencyKey: 'run:1' }).catch((error: unknown) => error)
}

it("returns within its deadline for each wrong answer of a customer's server", async () => {
  const answers = await Promise.all(Object.values(server.urls).map((url) => call(url, 300)))
  // A flow treats a body that breaks off as a missing answer.
  expect(answers.filter((answer) => answer instanceof Error)).toEqual([])
})

it('names the status 101 of a server that switches protocols', async () => {
  const [switching = ''] = Object.values(server.urls)
  // A slow machine must not reach this deadline.
  expect(await call(switching, 30_000 * slowness())).toEqual({ error: expect.stringContaining('101') })
})
