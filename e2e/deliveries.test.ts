import { describe, expect, it } from 'vitest'
import { deliveries, events } from '#shared/database/index.ts'
import { fanOut, replayFailed } from '#shared/domain/deliveries/index.ts'
import { deleteWebhook, getWebhook, updateWebhook } from '#shared/domain/webhooks/index.ts'
import { happen, subscribe, type TestContext } from './support/context.ts'
import { useDeliveries } from './support/deliveries.ts'
import { startReceiver } from './support/receiver.ts'

const DAY_MS = 86_400_000

let ctx: TestContext
const { call, runJobs, logOf } = useDeliveries((fresh) => {
  ctx = fresh
})

describe('an endpoint that fails', () => {
  it('gets six attempts on the schedule, with the same ids and a new signature each', async () => {
    const receiver = await startReceiver((_, response) => response.writeHead(500).end('out of order'))
    const { id } = await subscribe(ctx, receiver.url)
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    const delays: (number | undefined)[] = []
    while (ctx.published[0]) {
      delays.push(ctx.published[0].delaySeconds)
      await runJobs(1)
    }
    expect(delays).toEqual([undefined, 1, 2, 4, 8, 16])
    const { received } = receiver
    expect(new Set(received.map(({ headers }) => headers['x-vesper-delivery'])).size).toBe(1)
    expect(new Set(received.map(({ body }) => body.id)).size).toBe(1)
    expect(new Set(received.map(({ headers }) => headers['webhook-signature'])).size).toBeGreaterThan(1)
    const [delivery] = await logOf(id)
    expect(delivery).toMatchObject({ state: 'failed', error: 'attempts_exhausted', nextAttemptAt: null })
    expect(delivery?.attempts).toHaveLength(6)
    expect(delivery?.attempts[0]).toMatchObject({
      number: 1,
      status: 500,
      error: null,
      response: 'out of order',
    })
  })

  it('gets no further attempt after it recovers, and is healthy again', async () => {
    let failures = 2
    const receiver = await startReceiver((_, response) => {
      if (failures-- > 0) response.writeHead(503)
    })
    const { id } = await subscribe(ctx, receiver.url)
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    await runJobs(1)
    expect((await getWebhook({ ctx, input: { id } })).failingSince).not.toBeNull()
    await runJobs()
    expect(receiver.received).toHaveLength(3)
    expect(await logOf(id)).toMatchObject([{ state: 'succeeded' }])
    expect((await getWebhook({ ctx, input: { id } })).failingSince).toBeNull()
  })

  it.each([
    ['429', '30', 30],
    ['503', '600', 60],
    ['500', '30', 1],
  ])('with %s and Retry-After: %s gets the next attempt after %i s', async (status, retryAfter, delay) => {
    const receiver = await startReceiver((_, response) =>
      response.writeHead(Number(status), { 'retry-after': retryAfter }).end(),
    )
    await subscribe(ctx, receiver.url)
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    await runJobs(1)
    expect(ctx.published).toMatchObject([{ delaySeconds: delay, input: { attempt: 2 } }])
  })

  it('with a redirect is not followed', async () => {
    const other = await startReceiver()
    const receiver = await startReceiver((_, response) =>
      response.writeHead(302, { location: other.url }).end(),
    )
    const { id } = await subscribe(ctx, receiver.url)
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    await runJobs(1)
    expect(other.received).toHaveLength(0)
    const [delivery] = await logOf(id)
    expect(delivery?.attempts).toMatchObject([{ status: null, error: expect.stringContaining('redirect') }])
  })

  it('gets a reason in the log if it is unreachable or has a forbidden address', async () => {
    const { id } = await subscribe(ctx, 'http://127.0.0.1:1/hook')
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    await runJobs(1)
    ctx.settings.urlPolicy = { allowHttp: true, allowPrivate: false }
    await runJobs(1)
    const [delivery] = await logOf(id)
    expect(delivery?.attempts.map(({ error }) => error)).toEqual([
      'The server cannot be reached.',
      expect.stringContaining('not on the public internet'),
    ])
  })

  it('with 410 is disabled at once, without a further attempt', async () => {
    const receiver = await startReceiver((_, response) => response.writeHead(410).end())
    const { id } = await subscribe(ctx, receiver.url)
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    await runJobs()
    expect(receiver.received).toHaveLength(1)
    expect(await getWebhook({ ctx, input: { id } })).toMatchObject({ enabled: false, disabledReason: 'gone' })
    expect(await logOf(id)).toMatchObject([{ state: 'failed', error: 'gone' }])
  })

  it('without a success for three days is disabled with a reason, and can replay all events later', async () => {
    let broken = true
    const receiver = await startReceiver((_, response) => {
      if (broken) response.writeHead(500)
    })
    const { id } = await subscribe(ctx, receiver.url)
    const first = ctx.now()
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    await runJobs()
    ctx.advance(3 * DAY_MS + 60_000)
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    await runJobs()
    expect(await getWebhook({ ctx, input: { id } })).toMatchObject({
      enabled: false,
      disabledReason: 'failing',
      failingSince: expect.any(String),
    })
    const missed = await happen(ctx)
    await fanOut({ ctx, input: { eventId: missed } })
    expect(ctx.published).toEqual([])

    broken = false
    const back = await updateWebhook({ ctx, input: { id, enabled: true } })
    expect(back).toMatchObject({ enabled: true, failingSince: null })
    expect(back).not.toHaveProperty('disabledReason')
    expect(await replayFailed({ ctx, input: { id, since: first } })).toEqual({ replayed: 3 })
    await runJobs()
    expect((await logOf(id)).map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded'])
    expect(receiver.received.at(-1)?.body.id).toBe(missed)
  })
})

it('a webhook that fails once after a quiet time is not disabled for a failure of days ago', async () => {
  let failures = 6
  const receiver = await startReceiver((_, response) => {
    if (failures-- > 0) response.writeHead(503)
  })
  const { id } = await subscribe(ctx, receiver.url)
  await fanOut({ ctx, input: { eventId: await happen(ctx) } })
  await runJobs()
  ctx.advance(4 * DAY_MS)
  failures = 1
  await fanOut({ ctx, input: { eventId: await happen(ctx) } })
  await runJobs()
  expect(await getWebhook({ ctx, input: { id } })).toMatchObject({ enabled: true, failingSince: null })
})

it('a failing webhook has a parallelism of one at QStash, so that it cannot delay others', async () => {
  const receiver = await startReceiver((_, response) => response.writeHead(500).end())
  await subscribe(ctx, receiver.url)
  const places = () => ctx.published.map(({ flowControl }) => flowControl?.parallelism)
  await fanOut({ ctx, input: { eventId: await happen(ctx, 'a') } })
  expect(places()).toEqual([10])
  await runJobs(1)
  await fanOut({ ctx, input: { eventId: await happen(ctx, 'b') } })
  expect(places()).toEqual([1, 1])
})

it('a webhook can be deleted during attempts', async () => {
  const receiver = await startReceiver((_, response) => response.writeHead(500).end())
  for (let round = 0; round < 5; round++) {
    const { id } = await subscribe(ctx, receiver.url)
    for (let chat = 0; chat < 8; chat++)
      await fanOut({ ctx, input: { eventId: await happen(ctx, String(chat)) } })
    const attempts = ctx.published.splice(0).map(call)
    await Promise.all([...attempts, deleteWebhook({ ctx, input: { id } })])
    ctx.published.length = 0
  }
})

describe('a call of QStash', () => {
  it('posts once if it is repeated', async () => {
    let answer = () => undefined as unknown
    const receiver = await startReceiver(
      () =>
        new Promise((resolve) => {
          answer = () => resolve(undefined)
        }),
    )
    await subscribe(ctx, receiver.url)
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    const [job] = ctx.published
    if (!job) throw new Error('Nothing was published')
    const first = call(job)
    await receiver.waitFor(() => true)
    expect(await call(job)).toBe('busy')
    answer()
    expect(await first).toBe('done')
    expect(await call(job)).toBe('done')
    expect(receiver.received).toHaveLength(1)
  })

  it('repeats the attempt of a dead host after its claim has expired', async () => {
    const receiver = await startReceiver()
    await subscribe(ctx, receiver.url)
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    const [job] = ctx.published
    if (!job) throw new Error('Nothing was published')
    // A host that dies during the request leaves this claim.
    await ctx.db.update(deliveries).set({ claimedUntil: new Date(ctx.now().getTime() + 15_000) })
    expect(await call(job)).toBe('busy')
    ctx.advance(16_000)
    expect(await call(job)).toBe('done')
    expect(receiver.received).toHaveLength(1)
  })

  it('for a deleted webhook does nothing', async () => {
    const receiver = await startReceiver()
    await subscribe(ctx, receiver.url)
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    await ctx.db.delete(events)
    await runJobs()
    expect(receiver.received).toHaveLength(0)
  })
})

describe('an event', () => {
  it('is handled once if it is delivered twice', async () => {
    const receiver = await startReceiver()
    await subscribe(ctx, receiver.url)
    const eventId = await happen(ctx)
    await Promise.all([1, 2, 3].map(() => fanOut({ ctx, input: { eventId } })))
    await runJobs()
    expect(receiver.received).toHaveLength(1)
  })

  it('goes to the subscribed webhooks only', async () => {
    const [wanted, unwanted, off] = [await startReceiver(), await startReceiver(), await startReceiver()]
    await subscribe(ctx, wanted.url, { events: ['message.read', 'message.received'] })
    await subscribe(ctx, unwanted.url, { events: ['message.read'] })
    const { id } = await subscribe(ctx, off.url, { enabled: false })
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    await runJobs()
    expect([wanted, unwanted, off].map(({ received }) => received.length)).toEqual([1, 0, 0])
    expect(await logOf(id)).toMatchObject([{ state: 'failed', error: 'webhook_disabled', attempts: [] }])
  })

  it('waits for the first attempt of the previous event in its chat, not for other chats', async () => {
    const receiver = await startReceiver(({ body }, response) => {
      if ('content' in body.data && body.data.content.text === 'fails') response.writeHead(500)
    })
    await subscribe(ctx, receiver.url)
    const told: [string, string][] = [
      ['a', 'fails'],
      ['a', 'second'],
      ['a', 'third'],
      ['b', 'other chat'],
    ]
    for (const [chat, text] of told) await fanOut({ ctx, input: { eventId: await happen(ctx, chat, text) } })
    expect(ctx.published).toHaveLength(2)
    await runJobs()
    const texts = receiver.of('message.received').map(({ body }) => body.data.content.text)
    expect(texts.slice(0, 2)).toEqual(['fails', 'other chat'])
    expect(texts.indexOf('second')).toBeLessThan(texts.indexOf('third'))
    expect(texts.filter((text) => text === 'fails')).toHaveLength(6)
  })
})
