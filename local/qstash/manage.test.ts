import { describe, expect, it } from 'vitest'
import { answering, startDestination, startStage, untilLogged, untilThere } from './stage.fixture.ts'

const MINUTE_MS = 60_000

describe('a message on its way', () => {
  it('is shown as it was published', async () => {
    const { client, clock } = await startStage()
    const { messageId } = await client.publishJSON({
      url: 'http://127.0.0.1:1/x?y=1',
      body: { a: 1 },
      delay: 60,
      retries: 5,
      retryDelay: '1000',
      label: ['one', 'two'],
      callback: 'http://127.0.0.1:1/done',
      flowControl: { key: 'k', parallelism: 2, rate: 3, period: 60 },
    })
    expect(await client.messages.get(messageId)).toMatchObject({
      messageId,
      url: 'http://127.0.0.1:1/x?y=1',
      method: 'POST',
      header: { 'content-type': ['application/json'] },
      body: '{"a":1}',
      maxRetries: 5,
      retryDelayExpression: '1000',
      createdAt: clock.now(),
      notBefore: clock.now() + MINUTE_MS,
      callback: 'http://127.0.0.1:1/done',
      labels: ['one', 'two'],
      flowControlKey: 'k',
      parallelism: 2,
      rate: 3,
      period: 60,
    })
  })

  it('is never sent once it is cancelled', async () => {
    const { client, clock } = await startStage()
    const destination = await startDestination()
    const { messageId } = await client.publish({ url: destination.url, delay: 60 })
    expect(await client.messages.cancel(messageId)).toEqual({ cancelled: 1 })
    clock.advance(MINUTE_MS)
    await expect(client.messages.get(messageId)).rejects.toMatchObject({ status: 404 })
    await expect(client.messages.cancel(messageId)).rejects.toMatchObject({ status: 404 })
    await untilLogged(client, 'CANCELED')
    expect(destination.calls).toHaveLength(0)
  })

  it('is not tried again once it is cancelled in flight', async () => {
    const { client } = await startStage()
    const destination = await startDestination(() => undefined)
    const { messageId } = await client.publish({ url: destination.url })
    const [call] = await untilThere(() => destination.calls, 1)
    await client.messages.cancel(messageId)
    call?.response.writeHead(500).end()
    const after = await startDestination()
    await client.publish({ url: after.url })
    await untilLogged(client, 'DELIVERED')
    expect((await client.logs({ messageIds: [messageId] })).logs.map((log) => log.state)).toEqual([
      'CANCELED',
      'ACTIVE',
      'CREATED',
    ])
  })

  it('is cancelled with others: by ids, by a filter, or all', async () => {
    const { client, qstash } = await startStage()
    const publish = async (path: string, label: string) =>
      (await client.publish({ url: `http://127.0.0.1:1/${path}`, label, delay: 60 })).messageId
    const ids = [
      await publish('a', 'x'),
      await publish('b', 'x'),
      await publish('c', 'y,x'),
      await publish('d', 'y'),
    ]
    expect(await client.messages.cancel([ids[0] ?? '', 'msg_none'])).toEqual({ cancelled: 1 })
    expect(await client.messages.cancel({ filter: { label: 'x', path: ['/a', '/b'] } })).toEqual({
      cancelled: 1,
    })
    await expect(client.messages.cancel({ filter: { callerIp: '::1' } })).rejects.toMatchObject({
      status: 400,
    })
    const pending = await (await fetch(`${qstash.environment.QSTASH_URL}/pending`)).json()
    expect(pending).toMatchObject({ messages: [{ messageId: ids[2] }, { messageId: ids[3] }] })
    expect(await client.messages.cancel({ all: true })).toEqual({ cancelled: 2 })
  })
})

describe('the logs', () => {
  it('tell each state of a message, the newest first, page by page', async () => {
    const { client, clock } = await startStage()
    let calls = 0
    const destination = await startDestination((call) => answering(calls++ ? 200 : 500)(call))
    const { messageId } = await client.publish({ url: destination.url, retryDelay: '1000' })
    await untilLogged(client, 'RETRY')
    clock.advance(1000)
    await untilLogged(client, 'DELIVERED')
    const { logs } = await client.logs({ messageIds: [messageId] })
    const states = ['DELIVERED', 'ACTIVE', 'RETRY', 'ERROR', 'ACTIVE', 'CREATED']
    expect(logs.map((log) => log.state)).toEqual(states)
    expect(logs[0]).toMatchObject({ messageId, url: destination.url, time: clock.now() })
    const first = await client.logs({ count: 4 })
    const second = await client.logs({ count: 4, cursor: first.cursor ?? '' })
    expect([...first.logs, ...second.logs].map((log) => log.state)).toEqual(states)
    expect(second.cursor).toBeUndefined()
  })
})

describe('a dead letter', () => {
  async function fail(count: number) {
    const stage = await startStage()
    let status = 500
    const destination = await startDestination((call) => answering(status)(call))
    const messages = Array.from({ length: count }, (_, n) => ({
      url: `${destination.url}/${n}`,
      retries: 0,
      body: `${n}`,
    }))
    await stage.client.batch(messages)
    await untilLogged(stage.client, 'FAILED', count)
    return { ...stage, destination, recover: () => (status = 200) }
  }

  it('holds the message and the last answer', async () => {
    const { client, destination } = await fail(1)
    const { messages } = await client.dlq.listMessages({ filter: { url: `${destination.url}/0` } })
    expect(messages).toMatchObject([
      { url: `${destination.url}/0`, body: '0', responseStatus: 500, responseBody: 'answer 500' },
    ])
    expect((await client.dlq.listMessages({ filter: { label: 'other' } })).messages).toEqual([])
  })

  it('is deleted alone, by ids, or page by page', async () => {
    const { client } = await fail(6)
    const { messages, cursor } = await client.dlq.listMessages({ count: 3 })
    expect((await client.dlq.listMessages({ cursor: cursor ?? '' })).messages).toHaveLength(3)
    const ids = messages.map((message) => message.dlqId)
    await client.dlq.delete(ids[0] ?? '')
    await expect(client.dlq.delete(ids[0] ?? '')).rejects.toMatchObject({ status: 404 })
    expect(await client.dlq.delete(ids)).toEqual({ deleted: 2 })
    const first = await client.dlq.delete({ all: true, count: 2 })
    expect(first).toMatchObject({ deleted: 2, cursor: expect.any(String) })
    expect(await client.dlq.delete({ all: true, count: 2, cursor: first.cursor ?? '' })).toEqual({
      deleted: 1,
    })
  })

  it('is sent anew as another message', async () => {
    const { client, destination, recover } = await fail(1)
    const { messages } = await client.dlq.listMessages()
    recover()
    const { responses } = await client.dlq.retry(messages[0]?.dlqId ?? '')
    await untilLogged(client, 'DELIVERED')
    expect(destination.calls.map((call) => String(call.body))).toEqual(['0', '0'])
    expect(destination.calls[1]?.headers['upstash-message-id']).toBe(responses[0]?.messageId)
    expect((await client.dlq.listMessages()).messages).toEqual([])
  })
})
