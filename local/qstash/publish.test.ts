import { Client } from '@upstash/qstash'
import { describe, expect, it } from 'vitest'
import { type Stage, startDestination, startStage, untilLogged, untilThere } from './stage.fixture.ts'

const URL = 'http://127.0.0.1:1/hook'
const MINUTE_MS = 60_000

function setFault({ qstash }: Stage, fault: object): Promise<Response> {
  return fetch(`${qstash.environment.QSTASH_URL}/faults`, { method: 'POST', body: JSON.stringify(fault) })
}

describe('a publish is refused', () => {
  it('without the token', async () => {
    const { qstash } = await startStage()
    const client = new Client({ baseUrl: qstash.environment.QSTASH_URL, token: 'wrong', retry: false })
    await expect(client.publish({ url: URL })).rejects.toMatchObject({
      status: 401,
      message: '{"error":"unable to authenticate: invalid token"}',
    })
  })

  it.each([
    ['a destination without a scheme', { url: 'example.com' }, 'endpoint has invalid scheme'],
    ['a destination without a host', { url: 'http://' }, 'invalid destination url'],
    [
      'a callback, which the gateway does not use',
      { url: URL, callback: URL },
      'does not support upstash-callback',
    ],
    ['a label, which the gateway does not use', { url: URL, label: 'x' }, 'does not support upstash-label'],
    ['an unknown method', { url: URL, method: 'BREW' as never }, 'invalid method'],
    ['a bad delay', { url: URL, delay: 'soon' as never }, 'invalid upstash-delay'],
    ['a bad expression', { url: URL, retryDelay: 'process.exit()' }, 'invalid retry delay expression'],
    ['bad retries', { url: URL, headers: { 'Upstash-Retries': 'many' } }, 'invalid upstash-retries'],
    ['bad limits', { url: URL, flowControl: { key: 'k', parallelism: -1 } }, 'invalid flow control value'],
    [
      'a rate, which the gateway does not use',
      { url: URL, flowControl: { key: 'k', rate: 1 } },
      'invalid flow control value',
    ],
  ])('for %s', async (_, request, message) => {
    const { client } = await startStage()
    const refusal = client.publish(request)
    await expect(refusal).rejects.toMatchObject({ status: 400, message: expect.stringContaining(message) })
  })

  it('over 1 MiB', async () => {
    const { client } = await startStage()
    const body = 'x'.repeat(1024 * 1024)
    await expect(client.publish({ url: URL, body: `${body}x` })).rejects.toMatchObject({ status: 413 })
    await expect(client.publish({ url: URL, body, delay: 60 })).resolves.toBeTruthy()
  })
})

describe('a batch', () => {
  it('delivers each message to its own destination, with its own settings', async () => {
    const { client, clock } = await startStage()
    const destination = await startDestination()
    const answers = await client.batchJSON([
      { url: `${destination.url}/now?x=1`, body: { n: 1 }, headers: { 'X-Own': 'a' } },
      { url: `${destination.url}/later`, body: { n: 2 }, delay: 60 },
    ])
    expect(answers).toHaveLength(2)
    const [now] = await untilThere(() => destination.to('/now?x=1'), 1)
    expect(now?.headers).toMatchObject({ 'x-own': 'a', 'content-type': 'application/json' })
    expect(String(now?.body)).toBe('{"n":1}')
    clock.advance(MINUTE_MS)
    await untilThere(() => destination.to('/later'), 1)
  })

  it('is accepted without its bad message', async () => {
    const { client, qstash } = await startStage()
    const answers = await client.batch([{ url: URL, delay: 60 }, { url: 'nowhere' }])
    expect(answers).toMatchObject([{ messageId: expect.any(String) }, { error: expect.any(String) }])
    const pending = await fetch(`${qstash.environment.QSTASH_URL}/pending`)
    expect(await pending.json()).toMatchObject({ messages: [{ url: URL }] })
  })

  it('delivers each of 500 messages once', async () => {
    const { client } = await startStage()
    const destination = await startDestination()
    await client.batch(Array.from({ length: 500 }, (_, n) => ({ url: `${destination.url}/${n}` })))
    await untilThere(() => destination.calls, 500)
    expect(new Set(destination.calls.map((call) => call.path)).size).toBe(500)
  })
})

describe('a repeated publish', () => {
  it('with the same deduplication id is not sent again for ten minutes', async () => {
    const { client, clock } = await startStage()
    const destination = await startDestination()
    const publish = (deduplicationId: string) => client.publish({ url: destination.url, deduplicationId })
    const first = await publish('one')
    expect(await publish('one')).toMatchObject({ messageId: first.messageId, deduplicated: true })
    clock.advance(10 * MINUTE_MS - 1)
    expect(await publish('one')).toMatchObject({ deduplicated: true })
    expect(await publish('other')).toMatchObject({ deduplicated: false })
    clock.advance(1)
    expect(await publish('one')).toMatchObject({ deduplicated: false })
    await untilLogged(client, 'DELIVERED', 3)
    expect(destination.calls).toHaveLength(3)
  })
})

describe('a fault', () => {
  it('fails the requested number of publishes, and accepts none of them', async () => {
    const stage = await startStage()
    const destination = await startDestination()
    await setFault(stage, { status: 503, times: 2 })
    await expect(stage.client.publish({ url: destination.url })).rejects.toMatchObject({ status: 503 })
    await expect(stage.client.batch([{ url: destination.url }])).rejects.toMatchObject({ status: 503 })
    await stage.client.publish({ url: destination.url })
    await untilLogged(stage.client, 'DELIVERED')
    expect(destination.calls).toHaveLength(1)
  })

  it('leaves the client without an answer if it hangs', async () => {
    const stage = await startStage()
    await setFault(stage, { hang: true })
    const { QSTASH_URL, QSTASH_TOKEN } = stage.qstash.environment
    const answer = fetch(`${QSTASH_URL}/v2/publish/${URL}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${QSTASH_TOKEN}` },
      signal: AbortSignal.timeout(100),
    })
    await expect(answer).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('is refused if its kind is unknown', async () => {
    expect((await setFault(await startStage(), { explode: true })).status).toBe(400)
  })
})
