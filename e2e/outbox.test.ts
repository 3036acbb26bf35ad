import { DeleteQueueCommand, SQSClient } from '@aws-sdk/client-sqs'
import { and, eq, isNull } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { sweep } from '#functions/sweeper/sweep.ts'
import { type DatabaseConnection, events } from '#shared/database/index.ts'
import {
  publishEvents,
  publishOverdueEvents,
  releaseEvents,
  unpublishUnhandledEvents,
} from '#shared/domain/events/index.ts'
import type { OrderedEvent } from '#shared/queues/index.ts'
import { createContext, happen, NO_BOUNDS, type TestContext } from './support/context.ts'
import { connectTo, createDatabase } from './support/database.ts'
import { eventually } from './support/eventually.ts'
import { useGateway, waitForStatus } from './support/gateway.ts'
import { startReceiver } from './support/receiver.ts'

const SESSION = 'YoNofiM9vtHy'

describe('the outbox', () => {
  const connections: DatabaseConnection[] = []
  let ctx: TestContext
  let queued: OrderedEvent[]

  beforeEach(async () => {
    const connection = connectTo(await createDatabase())
    connections.push(connection)
    ctx = await createContext(connection)
    queued = []
    ctx.events = {
      sendAll: async (sent) => {
        queued.push(...sent)
        return sent.map(({ id }) => id)
      },
    }
  })
  afterAll(() => Promise.all(connections.map(({ close }) => close())))

  const publish = () => publishEvents({ ctx, input: { sessionIds: [SESSION] } })

  it('is published once, in order, grouped by chat', async () => {
    const ids = [await happen(ctx, 'a'), await happen(ctx, 'b'), await happen(ctx, 'a')]
    expect(await publish()).toEqual({ published: 3, more: false })
    expect(queued).toEqual([
      { id: ids[0], group: `${SESSION}:a` },
      { id: ids[1], group: `${SESSION}:b` },
      { id: ids[2], group: `${SESSION}:a` },
    ])
    expect(await publish()).toEqual({ published: 0, more: false })
  })

  it('keeps the events that the queue refuses', async () => {
    const [first, second] = [await happen(ctx, 'a'), await happen(ctx, 'a')]
    ctx.events = { sendAll: async () => [first] }
    expect(await publish()).toEqual({ published: 1, more: true })
    ctx.events = { sendAll: async (sent) => sent.map(({ id }) => id) }
    expect(await publish()).toEqual({ published: 1, more: false })
    const [row] = await ctx.db.select().from(events).where(eq(events.id, second))
    expect(row?.publishedAt).not.toBeNull()
  })

  it('holds an event that waits for its file and the later events of its chat, for a limited time', async () => {
    const held = await happen(ctx, 'a')
    const file = { heldUntil: new Date(ctx.now().getTime() + 30_000), messageId: 'm', messageSender: 's' }
    await ctx.db.update(events).set(file).where(eq(events.id, held))
    await happen(ctx, 'a')
    const free = await happen(ctx, 'b')
    await publish()
    expect(queued.map(({ id }) => id)).toEqual([free])
    ctx.advance(31_000)
    await publish()
    expect(queued).toHaveLength(3)
    expect(queued[1]?.id).toBe(held)
  })

  it('releases an event when its file is stored', async () => {
    const held = await happen(ctx, 'a')
    const file = { heldUntil: new Date(ctx.now().getTime() + 30_000), messageId: 'm', messageSender: 's' }
    await ctx.db.update(events).set(file).where(eq(events.id, held))
    const message = { sessionId: SESSION, messageId: 'm', sender: 's' }
    expect(await releaseEvents({ ctx, input: message })).toBe(true)
    expect(await releaseEvents({ ctx, input: message })).toBe(false)
    await publish()
    expect(queued.map(({ id }) => id)).toEqual([held])
  })

  it('is published by the sweeper after a crash', async () => {
    const id = await happen(ctx, 'a')
    expect(await publishOverdueEvents({ ctx, input: { until: ctx.now() } })).toBe(0)
    ctx.advance(11_000)
    expect(await publishOverdueEvents({ ctx, input: { until: ctx.now() } })).toBe(1)
    expect(queued.map((event) => event.id)).toEqual([id])
  })

  it('publishes an event again that the queue accepted and nobody handled', async () => {
    const id = await happen(ctx, 'a')
    await publish()
    expect(await unpublishUnhandledEvents({ ctx, input: { ...NO_BOUNDS, all: false } })).toBe(0)
    ctx.advance(7 * 60_000)
    expect(await unpublishUnhandledEvents({ ctx, input: { ...NO_BOUNDS, all: false } })).toBe(1)
    await publish()
    expect(queued.map((event) => event.id)).toEqual([id, id])
    // The queue may only be slow, so that the delay grows with each repetition.
    ctx.advance(7 * 60_000)
    expect(await unpublishUnhandledEvents({ ctx, input: { ...NO_BOUNDS, all: false } })).toBe(0)
    ctx.advance(7 * 60_000)
    expect(await unpublishUnhandledEvents({ ctx, input: { ...NO_BOUNDS, all: false } })).toBe(1)
  })
})

describe('a connector that is killed between its commit and the queue', () => {
  const gateway = useGateway({ VESPER_LEASE_SECONDS: '3' })

  it('loses nothing, because the sweeper publishes its events', async () => {
    const receiver = await startReceiver()
    await gateway.api('POST', '/webhooks', { url: receiver.url, events: ['message.received'] })
    const { id: session, phone } = await gateway.pair()
    const customer = await gateway.phones.create()
    const { sqs } = gateway.parts
    const client = new SQSClient({
      region: 'us-east-1',
      endpoint: sqs.environment.AWS_ENDPOINT_URL_SQS,
      useQueueUrlAsEndpoint: false,
    })
    await client.send(new DeleteQueueCommand({ QueueUrl: sqs.environment.VESPER_EVENT_QUEUE_URL }))
    const written = await gateway.phones.write(customer, phone, 'is anybody there?')
    const unpublished = and(eq(events.type, 'message.received'), isNull(events.publishedAt))
    await eventually(async () => (await gateway.services.db.select().from(events).where(unpublished))[0])

    process.kill(gateway.connectors[0]?.pid ?? 0, 'SIGKILL')
    sqs.createEventQueue()
    await sweep({ ...gateway.services, now: () => new Date(Date.now() + 60_000) })
    const { body } = await receiver.waitFor(() => true)
    expect(body).toMatchObject({ event: 'message.received', session, data: { id: written.id } })
    await waitForStatus(gateway.api, session, 'connected')
    expect(receiver.received).toHaveLength(1)
    client.destroy()
  })
})
