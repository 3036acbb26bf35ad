import { describe, expect, it } from 'vitest'
import { answering, startDestination, startStage, untilLogged, untilThere } from './stage.fixture.ts'

const HOUR_MS = 3_600_000

describe('a published message', () => {
  it('arrives as it was published, signed for its destination', async () => {
    const { client, receiver } = await startStage()
    const destination = await startDestination()
    const url = `${destination.url}/hook?x=1&y=a%20b`
    const { messageId } = await client.publishJSON({
      url,
      body: { hello: 'wörld' },
      method: 'PUT',
      headers: { 'X-Own': 'kept' },
    })
    const [call] = await untilThere(() => destination.calls, 1)
    expect(call).toMatchObject({
      method: 'PUT',
      path: '/hook?x=1&y=a%20b',
      headers: {
        'content-type': 'application/json',
        'x-own': 'kept',
        'user-agent': 'Upstash-QStash',
        'upstash-message-id': messageId,
        'upstash-retried': '0',
      },
    })
    const body = String(call?.body)
    const signature = String(call?.headers['upstash-signature'])
    expect(JSON.parse(body)).toEqual({ hello: 'wörld' })
    await expect(receiver.verify({ signature, body, url })).resolves.toBe(true)
    await expect(receiver.verify({ signature, body, url: destination.url })).rejects.toThrow('subject')
    await expect(receiver.verify({ signature, body: `${body} `, url })).rejects.toThrow('body hash')
  })

  it('keeps each byte of its body', async () => {
    const { client } = await startStage()
    const destination = await startDestination()
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    // The SDK passes any body to fetch, but its types know only a Blob of another library.
    await client.publish({ url: destination.url, body: new Blob([bytes]) as unknown as string })
    const [call] = await untilThere(() => destination.calls, 1)
    expect(call?.body.equals(bytes)).toBe(true)
  })

  it('waits for its delay, or until its time', async () => {
    const { client, clock } = await startStage()
    const destination = await startDestination()
    await client.publish({ url: `${destination.url}/delay`, delay: '90m' })
    await client.publish({ url: `${destination.url}/time`, notBefore: clock.now() / 1000 + 7200, delay: 1 })
    clock.advance(1.5 * HOUR_MS - 1)
    expect(destination.calls).toHaveLength(0)
    clock.advance(1)
    await untilThere(() => destination.to('/delay'), 1)
    clock.advance(HOUR_MS / 2)
    await untilThere(() => destination.to('/time'), 1)
  })
})

describe('a failed attempt', () => {
  it('is followed by a retry after the delay of its expression', async () => {
    const { client, clock } = await startStage()
    const destination = await startDestination(answering(503))
    await client.publish({ url: destination.url, retries: 2, retryDelay: '1000 * (1 + retried)' })
    for (const [index, delayMs] of [1000, 2000].entries()) {
      await untilLogged(client, 'RETRY', index + 1)
      clock.advance(delayMs - 1)
      expect(destination.calls).toHaveLength(index + 1)
      clock.advance(1)
    }
    const calls = await untilThere(() => destination.calls, 3)
    expect(calls.map(({ headers }) => headers['upstash-retried'])).toEqual(['0', '1', '2'])
    await untilLogged(client, 'FAILED')
  })

  it('is followed by three retries after 12 s, 2 min 28 s and 30 min 8 s by default', async () => {
    const { client, clock } = await startStage()
    const destination = await startDestination(answering(500))
    await client.publish({ url: destination.url })
    const delays: number[] = []
    for (const attempt of [1, 2, 3]) {
      const [retry] = await untilLogged(client, 'RETRY', attempt)
      const delayMs = (retry?.nextDeliveryTime ?? 0) - clock.now()
      delays.push(Math.floor(delayMs / 1000))
      clock.advance(delayMs)
    }
    await untilLogged(client, 'FAILED')
    expect(delays).toEqual([12, 148, 1808])
    expect(destination.calls).toHaveLength(4)
  })

  it.each([
    ['Retry-After', '7', 7],
    ['Retry-After', '1m5s', 65],
    ['Retry-After', 'Thu, 01 Jan 2026 00:00:30 GMT', 30],
    ['X-RateLimit-Reset', '9', 9],
    ['Retry-After', '90000', 12],
  ])('waits for the time in %s: %s', async (name, value, seconds) => {
    const { client, clock } = await startStage()
    const destination = await startDestination(answering(429, { [name]: value }))
    await client.publish({ url: destination.url })
    const [retry] = await untilLogged(client, 'RETRY')
    expect(Math.floor(((retry?.nextDeliveryTime ?? 0) - clock.now()) / 1000)).toBe(seconds)
  })

  it('is the last attempt if the destination forbids a retry', async () => {
    const { client } = await startStage()
    const destination = await startDestination(answering(489, { 'Upstash-NonRetryable-Error': 'true' }))
    await client.publish({ url: destination.url, retries: 5 })
    await untilLogged(client, 'FAILED')
    expect(destination.calls).toHaveLength(1)
  })

  it('is an attempt that times out, cannot connect, or is redirected', async () => {
    const { client } = await startStage()
    const elsewhere = await startDestination()
    const silent = await startDestination(() => undefined)
    const moved = await startDestination(answering(307, { location: elsewhere.url }))
    await client.publish({ url: silent.url, headers: { 'Upstash-Timeout': '50ms' }, retries: 0 })
    await client.publish({ url: moved.url, retries: 0 })
    await client.publish({ url: 'http://127.0.0.1:1', retries: 0 })
    await untilLogged(client, 'FAILED', 3)
    const errors = await untilLogged(client, 'ERROR', 3)
    const errorOf = (url: string) => errors.find((log) => log.url === url)?.error
    expect(errorOf(silent.url)).toContain('timed out')
    expect(errorOf(moved.url)).toContain('307')
    expect(errorOf('http://127.0.0.1:1')).toBeTruthy()
    expect(elsewhere.calls).toHaveLength(0)
  })
})

describe('the logs', () => {
  it('list each state of a message, newest first', async () => {
    const { client, clock } = await startStage()
    let calls = 0
    const destination = await startDestination((call) => answering(calls++ ? 200 : 500)(call))
    const { messageId } = await client.publish({ url: destination.url, retryDelay: '1000' })
    await untilLogged(client, 'RETRY')
    clock.advance(1000)
    await untilLogged(client, 'DELIVERED')
    const { logs } = await client.logs()
    const states = ['DELIVERED', 'ACTIVE', 'RETRY', 'ERROR', 'ACTIVE', 'CREATED']
    expect(logs.map((log) => log.state)).toEqual(states)
    expect(logs[0]).toMatchObject({ messageId, url: destination.url, time: clock.now() })
  })
})
