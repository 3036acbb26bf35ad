import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { deliveries, events } from '#shared/database/index.ts'
import {
  fanOut,
  releaseStuckLanes,
  replayDelivery,
  replayFailed,
  requeueDeliveries,
} from '#shared/domain/deliveries/index.ts'
import { pruneEvents } from '#shared/domain/events/index.ts'
import { updateWebhook } from '#shared/domain/webhooks/index.ts'
import { happen, NO_BOUNDS, subscribe, type TestContext } from './support/context.ts'
import { useDeliveries } from './support/deliveries.ts'
import { startReceiver } from './support/receiver.ts'

const DAY_MS = 86_400_000

let ctx: TestContext
const { runJobs, logOf } = useDeliveries((fresh) => {
  ctx = fresh
})

describe('a delivery', () => {
  it('is published by the sweeper if QStash refused it', async () => {
    const receiver = await startReceiver()
    await subscribe(ctx, receiver.url)
    ctx.qstashIsUp = false
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    expect(ctx.published).toEqual([])
    ctx.qstashIsUp = true
    expect(await requeueDeliveries({ ctx, input: { until: ctx.now() } })).toBe(1)
    expect(await requeueDeliveries({ ctx, input: { until: ctx.now() } })).toBe(0)
    await runJobs()
    expect(receiver.received).toHaveLength(1)
  })

  it('is published again with another deduplication id if QStash lost it', async () => {
    const receiver = await startReceiver()
    await subscribe(ctx, receiver.url)
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    const [lost] = ctx.published.splice(0)
    expect(await requeueDeliveries({ ctx, input: { until: ctx.now() } })).toBe(0)
    ctx.advance(10 * 60_000)
    expect(await requeueDeliveries({ ctx, input: { until: ctx.now() } })).toBe(1)
    expect(ctx.published[0]?.deduplicationId).not.toBe(lost?.deduplicationId)
    await runJobs()
    expect(receiver.received).toHaveLength(1)
  })

  it('is published again a minute after the claim of a hanging job has expired', async () => {
    const receiver = await startReceiver()
    await subscribe(ctx, receiver.url)
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    ctx.published.splice(0)
    await ctx.db.update(deliveries).set({ claimedUntil: new Date(ctx.now().getTime() + 15_000) })
    ctx.advance(70_000)
    expect(await requeueDeliveries({ ctx, input: { until: ctx.now() } })).toBe(0)
    ctx.advance(10_000)
    expect(await requeueDeliveries({ ctx, input: { until: ctx.now() } })).toBe(1)
    expect(await requeueDeliveries({ ctx, input: { until: ctx.now() } })).toBe(0)
    await runJobs()
    expect(receiver.received).toHaveLength(1)
  })

  it('is published for each webhook in turn, so that a long backlog of one webhook delays no other', async () => {
    const [long, short] = [await startReceiver(), await startReceiver()]
    ctx.qstashIsUp = false
    const { id } = await subscribe(ctx, long.url)
    for (let n = 0; n < 210; n++) await fanOut({ ctx, input: { eventId: await happen(ctx, String(n)) } })
    await updateWebhook({ ctx, input: { id, events: ['message.read'] } })
    const other = await subscribe(ctx, short.url)
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    ctx.qstashIsUp = true
    // There is time for one round only.
    await requeueDeliveries({ ctx, input: { until: ctx.now() } })
    const keys = ctx.published.map(({ flowControl }) => flowControl?.key)
    expect(keys.filter((key) => key === id)).toHaveLength(200)
    expect(keys).toContain(other.id)
  })

  it('is released if the first delivery of its lane was deleted', async () => {
    const receiver = await startReceiver()
    await subscribe(ctx, receiver.url)
    const first = await happen(ctx, 'a', 'first')
    await fanOut({ ctx, input: { eventId: first } })
    await fanOut({ ctx, input: { eventId: await happen(ctx, 'a', 'second') } })
    await ctx.db.delete(events).where(eq(events.id, first))
    await releaseStuckLanes({ ctx, input: NO_BOUNDS })
    await requeueDeliveries({ ctx, input: { until: ctx.now() } })
    await runJobs()
    expect(receiver.of('message.received').map(({ body }) => body.data.content.text)).toEqual(['second'])
  })
})

describe('a replay', () => {
  it('has the same ids and all retries for a single delivery', async () => {
    const receiver = await startReceiver((_, response) => response.writeHead(500).end())
    const { id } = await subscribe(ctx, receiver.url)
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    const deliveryId = (await logOf(id))[0]?.id ?? ''
    await expect(replayDelivery({ ctx, input: { id, deliveryId } })).rejects.toThrow(/in progress/)
    await runJobs()
    await replayDelivery({ ctx, input: { id, deliveryId } })
    await runJobs()
    expect(receiver.received).toHaveLength(12)
    expect(new Set(receiver.received.map(({ headers }) => headers['x-vesper-delivery']))).toEqual(
      new Set([deliveryId]),
    )
    expect((await logOf(id))[0]?.attempts.map(({ number }) => number)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 1),
    )
  })

  it('leaves out successful and earlier deliveries', async () => {
    let broken = true
    const receiver = await startReceiver((_, response) => {
      if (broken) response.writeHead(500)
    })
    const { id } = await subscribe(ctx, receiver.url)
    await fanOut({ ctx, input: { eventId: await happen(ctx, 'a', 'too old') } })
    await runJobs()
    ctx.advance(1_000)
    const since = ctx.now()
    await fanOut({ ctx, input: { eventId: await happen(ctx, 'b', 'failed') } })
    await runJobs()
    broken = false
    await fanOut({ ctx, input: { eventId: await happen(ctx, 'c', 'fine') } })
    await runJobs()
    receiver.received.length = 0
    expect(await replayFailed({ ctx, input: { id, since } })).toEqual({ replayed: 1 })
    await runJobs()
    expect(receiver.of('message.received').map(({ body }) => body.data.content.text)).toEqual(['failed'])
  })

  it('has another deduplication id, and does not wait for its lane', async () => {
    const receiver = await startReceiver()
    const { id } = await subscribe(ctx, receiver.url, { enabled: false })
    for (const text of ['missed 1', 'missed 2'])
      await fanOut({ ctx, input: { eventId: await happen(ctx, 'a', text) } })
    await updateWebhook({ ctx, input: { id, enabled: true } })
    const since = new Date(0)
    await replayFailed({ ctx, input: { id, since } })
    for (const text of ['live 1', 'live 2', 'live 3'])
      await fanOut({ ctx, input: { eventId: await happen(ctx, 'a', text) } })
    const published = ctx.published.map(({ deduplicationId }) => deduplicationId)
    expect(published.filter((name) => name.endsWith('-1-1'))).toHaveLength(2)
    await runJobs()
    const live = receiver
      .of('message.received')
      .map(({ body }) => body.data.content.text)
      .filter((text) => text.startsWith('live'))
    expect(live).toEqual(['live 1', 'live 2', 'live 3'])
    expect(receiver.received).toHaveLength(5)
  })

  it('needs an enabled webhook', async () => {
    const { id } = await subscribe(ctx, 'http://127.0.0.1:1/', { enabled: false })
    await expect(replayFailed({ ctx, input: { id, since: ctx.now() } })).rejects.toThrow(/disabled/)
  })
})

it('prunes events and deliveries after 14 days, not before', async () => {
  const { id } = await subscribe(ctx, 'http://127.0.0.1:1/', { enabled: false })
  await fanOut({ ctx, input: { eventId: await happen(ctx) } })
  ctx.advance(13 * DAY_MS)
  await fanOut({ ctx, input: { eventId: await happen(ctx) } })
  await pruneEvents({ ctx, input: NO_BOUNDS })
  expect(await logOf(id)).toHaveLength(2)
  ctx.advance(DAY_MS + 1)
  await pruneEvents({ ctx, input: NO_BOUNDS })
  expect(await logOf(id)).toHaveLength(1)
})
