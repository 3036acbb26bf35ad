import { eq, ne } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { EVENTS } from '#shared/contracts/events.ts'
import { JOBS } from '#shared/contracts/jobs.ts'
import { deliveries, deliveryAttempts, events, webhooks } from '#shared/database/index.ts'
import { claimDeliveries } from '#shared/domain/deliveries/claimDeliveries.ts'
import { deliver, fanOutBatch, releaseStuckLanes } from '#shared/domain/deliveries/index.ts'
import { settle } from '#shared/domain/deliveries/settle.ts'
import { deleteWebhook, getWebhook, rotateSecret, updateWebhook } from '#shared/domain/webhooks/index.ts'
import { happen, NO_BOUNDS, subscribe, type TestContext } from './support/context.ts'
import { useDeliveries } from './support/deliveries.ts'
import { eventually } from './support/eventually.ts'
import { type Receiver, startReceiver } from './support/receiver.ts'

const READ = { type: 'message.read', data: EVENTS['message.read'].example } as const

const RESULT = {
  at: new Date(),
  durationMs: 5,
  status: 200,
  error: null,
  response: 'ok',
  retryAfterSeconds: null,
}

let ctx: TestContext
const { call, runJobs, logOf } = useDeliveries((fresh) => {
  ctx = fresh
})

/** Stores events, and fans them out together. Each name is a chat and a text, such as `a1`. */
async function tell(...names: string[]): Promise<string[]> {
  const ids: string[] = []
  for (const name of names) ids.push(await happen(ctx, name.slice(0, 1), name))
  await fanOutBatch({ ctx, input: { eventIds: ids } })
  return ids
}

function textsOf(receiver: Receiver): string[] {
  return receiver.of('message.received').map(({ body }) => body.data.content.text)
}

function takeJob() {
  const job = ctx.published.shift()
  if (!job) throw new Error('No job was published')
  return job
}

describe('a batch of events', () => {
  it('becomes one job for a webhook, with the first delivery of each chat', async () => {
    const receiver = await startReceiver()
    await subscribe(ctx, receiver.url)
    await tell('a1', 'b1', 'a2', 'c1')
    expect(ctx.published).toHaveLength(1)
    expect(ctx.published[0]?.input).toMatchObject({ attempt: 1, further: [{ attempt: 1 }, { attempt: 1 }] })
    await runJobs(1)
    expect(textsOf(receiver)).toEqual(['a1', 'b1', 'a2', 'c1'])
    expect(ctx.published).toEqual([])
  })

  it('becomes further jobs above ten chats', async () => {
    const receiver = await startReceiver()
    await subscribe(ctx, receiver.url)
    await tell(...Array.from('abcdefghijkl', (chat) => `${chat}1`))
    expect(ctx.published).toHaveLength(2)
    await runJobs()
    expect(receiver.received).toHaveLength(12)
  })

  it('changes nothing if it is handled twice', async () => {
    const receiver = await startReceiver()
    await subscribe(ctx, receiver.url)
    const eventIds = await tell('a1', 'b1')
    expect(await fanOutBatch({ ctx, input: { eventIds } })).toEqual(new Set())
    await runJobs()
    expect(textsOf(receiver)).toEqual(['a1', 'b1'])
  })

  it('leaves an event with a filter and the later events of its chat to single handling', async () => {
    await subscribe(ctx, 'http://127.0.0.1:1/', { filter: { types: ['text'] }, events: ['message.received'] })
    await subscribe(ctx, 'http://127.0.0.1:1/', { events: ['message.read'] })
    const plain = await happen(ctx, 'a', 'plain')
    await ctx.db.update(events).set(READ).where(eq(events.id, plain))
    const [filtered, later] = [await happen(ctx, 'a', 'filtered'), await happen(ctx, 'a', 'later')]
    await ctx.db.update(events).set(READ).where(eq(events.id, later))
    const left = await fanOutBatch({ ctx, input: { eventIds: [plain, filtered, later] } })
    expect(left).toEqual(new Set([filtered, later]))
    const made = await ctx.db.select({ eventId: deliveries.eventId }).from(deliveries)
    expect(made).toEqual([{ eventId: plain }])
  })

  it('has no effect while another call handles one of its events', async () => {
    await subscribe(ctx, 'http://127.0.0.1:1/')
    const [first, second] = [await happen(ctx, 'a'), await happen(ctx, 'b')]
    await ctx.db.transaction(async (tx) => {
      await tx.select().from(events).where(eq(events.id, second)).for('update')
      await expect(fanOutBatch({ ctx, input: { eventIds: [first, second] } })).rejects.toThrow()
    })
    expect(await ctx.db.$count(deliveries)).toBe(0)
  })

  it('gives a disabled webhook failed deliveries, and the other webhook its own', async () => {
    const receiver = await startReceiver()
    await subscribe(ctx, receiver.url)
    const { id } = await subscribe(ctx, 'http://127.0.0.1:1/', { enabled: false })
    await tell('a1', 'a2')
    await runJobs()
    expect(textsOf(receiver)).toEqual(['a1', 'a2'])
    expect((await logOf(id)).map(({ error }) => error)).toEqual(['webhook_disabled', 'webhook_disabled'])
  })
})

describe('a job of several deliveries', () => {
  it('hands the others over while the endpoint hangs', async () => {
    let release = () => undefined as unknown
    const receiver = await startReceiver(({ body }) =>
      'content' in body.data && body.data.content.text === 'a1'
        ? new Promise((resolve) => {
            release = () => resolve(undefined)
          })
        : undefined,
    )
    await subscribe(ctx, receiver.url)
    await tell('a1', 'b1', 'c1')
    const hanging = call(takeJob())
    await eventually(() => ctx.published.length === 2)
    expect(ctx.published.map(({ input }) => input)).toEqual([
      { deliveryId: expect.any(String), attempt: 1 },
      { deliveryId: expect.any(String), attempt: 1 },
    ])
    await runJobs()
    expect(textsOf(receiver)).toEqual(['a1', 'b1', 'c1'])
    release()
    expect(await hanging).toBe('done')
    expect(receiver.received).toHaveLength(3)
  })

  it('hands the others over after a failed attempt, in the single place of a failing webhook', async () => {
    const receiver = await startReceiver((_, response) => response.writeHead(500).end())
    const { id } = await subscribe(ctx, receiver.url)
    await tell('a1', 'b1', 'a2')
    await runJobs(1)
    expect(receiver.received).toHaveLength(1)
    // The second attempt of a1, the next delivery of its chat, and the delivery of the other chat remain.
    expect(ctx.published).toHaveLength(3)
    expect(ctx.published.map(({ flowControl }) => flowControl)).toEqual(
      ctx.published.map(() => ({ key: id, parallelism: 1 })),
    )
    expect((await getWebhook({ ctx, input: { id } })).failingSince).not.toBeNull()
  })

  it('records each attempt once, and is repeated with the same ids after its host died before the record', async () => {
    const receiver = await startReceiver()
    const { id } = await subscribe(ctx, receiver.url)
    await tell('a1', 'b1')
    const job = takeJob()
    const dead = async () => {
      throw new Error('The host died')
    }
    const dying = { ...ctx, db: Object.assign(Object.create(ctx.db), { execute: dead }) }
    const input = JOBS['deliver-webhook'].parse(job.input)
    await expect(deliver({ ctx: dying, input })).rejects.toThrow(/died/)
    expect(await call(job)).toBe('busy')
    ctx.advance(16_000)
    expect(await call(job)).toBe('done')
    expect(await call(job)).toBe('done')
    expect(textsOf(receiver)).toEqual(['a1', 'b1', 'a1', 'b1'])
    const ids = receiver.received.map(({ headers }) => headers['x-vesper-delivery'])
    expect(ids.slice(2)).toEqual(ids.slice(0, 2))
    expect((await logOf(id)).map(({ attempts }) => attempts.length)).toEqual([1, 1])
  })

  it('enqueues the next delivery of a chat if its host died after the record', async () => {
    const receiver = await startReceiver()
    await subscribe(ctx, receiver.url)
    await tell('a1', 'a2')
    const job = takeJob()
    // The host recorded the attempt, and died before the promotion of the next delivery.
    await ctx.db
      .update(deliveries)
      .set({ state: 'succeeded', attempts: 1 })
      .where(eq(deliveries.state, 'pending'))
    expect(await call(job)).toBe('done')
    await runJobs()
    expect(textsOf(receiver)).toEqual(['a2'])
  })

  it('keeps the order of a chat if its host died in the middle', async () => {
    const receiver = await startReceiver()
    await subscribe(ctx, receiver.url)
    const [first = ''] = await tell('a1', 'a2', 'a3')
    const job = takeJob()
    await claimDeliveries({ ctx, input: { named: [JOBS['deliver-webhook'].parse(job.input)] } })
    await ctx.db
      .update(deliveries)
      .set({ state: 'succeeded', attempts: 1 })
      .where(eq(deliveries.eventId, first))
    // Neither an event of the chat nor the sweeper takes the deliveries before the claim of the dead host ends.
    await tell('a4')
    await releaseStuckLanes({ ctx, input: NO_BOUNDS })
    expect(ctx.published).toEqual([])
    ctx.advance(16_000)
    expect(await call(job)).toBe('done')
    expect(ctx.published).toHaveLength(1)
    await runJobs()
    expect(textsOf(receiver)).toEqual(['a2', 'a3', 'a4'])
  })

  it('ends if its webhook is disabled or deleted meanwhile', async () => {
    const receiver = await startReceiver()
    const { id } = await subscribe(ctx, receiver.url)
    await tell('a1', 'b1', 'a2')
    await updateWebhook({ ctx, input: { id, enabled: false } })
    await runJobs()
    expect((await logOf(id)).map(({ error }) => error)).toEqual(Array(3).fill('webhook_disabled'))
    await updateWebhook({ ctx, input: { id, enabled: true } })
    await tell('a3', 'b3')
    await deleteWebhook({ ctx, input: { id } })
    await runJobs()
    expect(receiver.received).toHaveLength(0)
  })

  it.each([
    ['is changed', (id: string) => updateWebhook({ ctx, input: { id, url: 'http://127.0.0.1:2/' } })],
    ['is disabled', (id: string) => updateWebhook({ ctx, input: { id, enabled: false } })],
    ['is deleted', (id: string) => deleteWebhook({ ctx, input: { id } })],
    ['gets a new secret', (id: string) => rotateSecret({ ctx, input: { id } })],
  ])('learns from its record that the webhook %s meanwhile', async (_, change) => {
    const { id } = await subscribe(ctx, 'http://127.0.0.1:1/')
    await tell('a1', 'b1')
    const named = ctx.published.map(({ input }) => JOBS['deliver-webhook'].parse(input))
    const { claimed } = await claimDeliveries({ ctx, input: { named } })
    const record = async () => {
      const [next] = claimed.splice(0, 1)
      if (!next) throw new Error('No delivery is left')
      const { delivery, webhook } = next
      return await settle({ ctx, input: { webhook, outcomes: [{ delivery, result: RESULT, retry: true }] } })
    }
    const { claimed: others } = await claimDeliveries({ ctx, input: { named: named[0]?.further ?? [] } })
    claimed.push(...others)
    expect(await record()).toEqual({ retries: [], isChanged: false })
    ctx.advance(1_000)
    await change(id)
    expect(await record()).toEqual({ retries: [], isChanged: true })
  })

  it('makes the other attempts only, if a part of its attempts is recorded', async () => {
    const receiver = await startReceiver()
    await subscribe(ctx, receiver.url)
    const [first = ''] = await tell('a1', 'b1')
    await ctx.db
      .update(deliveries)
      .set({ state: 'succeeded', attempts: 1 })
      .where(eq(deliveries.eventId, first))
    expect(await call(takeJob())).toBe('done')
    expect(textsOf(receiver)).toEqual(['b1'])
  })

  it('with 410 disables the webhook, and ends its other deliveries', async () => {
    const receiver = await startReceiver((_, response) => response.writeHead(410).end())
    const { id } = await subscribe(ctx, receiver.url)
    await tell('a1', 'b1')
    await runJobs()
    expect(receiver.received).toHaveLength(1)
    expect(await getWebhook({ ctx, input: { id } })).toMatchObject({ enabled: false, disabledReason: 'gone' })
    expect((await logOf(id)).map(({ error }) => error).toSorted()).toEqual(['gone', 'webhook_disabled'])
  })
})

it('leaves no delivery behind in a chat while events arrive and attempts end at the same time', async () => {
  const receiver = await startReceiver()
  await subscribe(ctx, receiver.url)
  const chats = ['a', 'b', 'c', 'd']
  let isOver = false
  const worker = async () => {
    for (;;) {
      const job = ctx.published.shift()
      if (job) await call(job)
      else if (isOver) return
      else await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const workers = [worker(), worker(), worker()]
  // The queue delivers the events of a chat one batch after the other, and chats in parallel.
  await Promise.all(
    chats.map(async (chat) => {
      for (let n = 0; n < 40; n++) await tell(`${chat}${n}`)
    }),
  )
  isOver = true
  await Promise.all(workers)
  await runJobs()
  expect(await ctx.db.$count(deliveries, ne(deliveries.state, 'succeeded'))).toBe(0)
  for (const chat of chats) {
    const mine = textsOf(receiver).filter((text) => text.startsWith(chat))
    expect(mine).toEqual(Array.from({ length: 40 }, (_, n) => `${chat}${n}`))
  }
  expect(await ctx.db.$count(deliveryAttempts)).toBe(160)
  expect(await ctx.db.$count(webhooks)).toBe(1)
})
