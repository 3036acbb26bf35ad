import { afterAll, beforeAll, expect, it } from 'vitest'
import { type HostileServer, startHostileServer } from '#shared/http/hostileServer.fixture.ts'
import { callServer } from './callServer.ts'

let server: HostileServer
beforeAll(async () => {
  server = await startHostileServer()
})
afterAll(() => server.stop())

it('answers within its deadline, whatever the server of a flow does', async () => {
  const policy = { allowHttp: true, allowPrivate: true, longestMs: 300 }
  const answers = await Promise.all(
    Object.values(server.urls).map((url) =>
      callServer({ method: 'POST', url, headers: {}, body: '{}' }, { policy, idempotencyKey: 'run:1' }).catch(
        (error: unknown) => error,
      ),
    ),
  )
  // A body that breaks off after its head is no answer to a flow.
  expect(answers.filter((answer) => answer instanceof Error)).toEqual([])
  const [upgraded] = answers
  expect(upgraded).toEqual({ error: expect.stringContaining('101') })
})
