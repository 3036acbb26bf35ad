import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import {
  EVENTS,
  type EventData,
  type EventType,
  storedEventSchema,
  TEST_EVENT,
} from '#shared/contracts/events.ts'
import { type DatabaseConnection, events } from '#shared/database/index.ts'
import { takeEvent } from '#shared/domain/chatbot/index.ts'
import { emit, emitFrom, publishEvents } from '#shared/domain/events/index.ts'
import { Bot } from './support/bot.ts'
import { createContext, subscribe, type TestContext } from './support/context.ts'
import { connectTo, createDatabase } from './support/database.ts'
import { eventually } from './support/eventually.ts'

const URL = 'http://127.0.0.1:1/hook'
let connection: DatabaseConnection
let ctx: TestContext
let bot: Bot

beforeAll(async () => {
  connection = connectTo(await createDatabase())
})
afterAll(() => connection.close())
beforeEach(async () => {
  ctx = await createContext(connection)
  bot = new Bot(ctx)
})

/** Returns true if an event remains to be published. Writes it by both functions. */
async function toPublish(type: EventType, sessionId = bot.sessionId): Promise<boolean> {
  const occurredAt = ctx.now()
  const event = storedEventSchema.parse({ type, data: EVENTS[type].example })
  if (event.type === TEST_EVENT) throw new Error('The test of a webhook has no subscriber')
  const alone = await emit({ ctx, input: [{ ...event, appId: ctx.appId, sessionId, occurredAt }] })
  const fact = sql`(select ${ctx.appId} as app_id, ${sessionId} as session_id, 'chat' as remote_jid) f`
  const data = sql<EventData<EventType>>`${JSON.stringify(event.data)}::jsonb`
  const told = emitFrom({ from: sql`facts`, type, data, occurredAt })
  const { rows } = await ctx.db.execute<{ published_at: string | null }>(
    sql`with facts as (select * from ${fact}), told as (${told}) select published_at from told`,
  )
  expect(rows.map(({ published_at }) => published_at === null)).toEqual([alone])
  return alone
}

it('an unwanted event is handled when it is written, and no queue receives it', async () => {
  expect(await toPublish('message.received')).toBe(false)
  const rows = await ctx.db.select().from(events).where(eq(events.appId, ctx.appId))
  expect(rows.map(({ handledAt, publishedAt }) => [handledAt, publishedAt])).toEqual([
    [ctx.now(), ctx.now()],
    [ctx.now(), ctx.now()],
  ])
  const input = { sessionIds: [bot.sessionId] }
  expect(await publishEvents({ ctx, input })).toEqual({ published: 0, more: false })
})

it('an event is published if a webhook of its app subscribes to its type', async () => {
  await subscribe(ctx, URL, { events: ['message.sent'] })
  expect(await toPublish('message.sent')).toBe(true)
  expect(await toPublish('message.received')).toBe(false)
  await subscribe(ctx, URL, { events: ['*'] })
  expect(await toPublish('message.received')).toBe(true)
  ctx = await createContext(connection)
  expect(await toPublish('message.sent')).toBe(false)
})

it('an event for a disabled webhook is published, because its delivery can be replayed', async () => {
  await subscribe(ctx, URL, { events: ['message.sent'] })
  await connection.db.execute(sql`update webhooks set disabled = 'user' where app_id = ${ctx.appId}`)
  expect(await toPublish('message.sent')).toBe(true)
})

it('a message is published for a published flow of its session, and other events are not', async () => {
  await bot.publish({ hello: { type: 'send_text', config: { message: 'hello' } } })
  expect(await toPublish('message.received')).toBe(true)
  expect(await toPublish('message.from_phone')).toBe(true)
  expect(await toPublish('message.delivered')).toBe(false)
  expect(await toPublish('message.received', 'another')).toBe(false)
  await ctx.db.execute(sql`update flows set enabled = false where id = ${bot.flowId}`)
  expect(await toPublish('message.received')).toBe(false)
})

it('a message is published for an active conversation after its flow is unpublished', async () => {
  await bot.publish({ ask: { type: 'wait_reply', config: { variable: 'name' } } })
  await bot.hear('go')
  await ctx.db.execute(sql`update flows set published_version_id = null where id = ${bot.flowId}`)
  expect(await toPublish('message.received')).toBe(true)
  await ctx.db.execute(sql`update flow_runs set status = 'completed' where flow_id = ${bot.flowId}`)
  expect(await toPublish('message.received')).toBe(false)
})

it('a flow that is being unpublished starts no conversation', async () => {
  await bot.publish({ ask: { type: 'wait_reply', config: { variable: 'name' } } })
  const eventId = await bot.receive('go')
  let isOver = false
  const waits = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  const taken = await ctx.db.transaction(async (tx) => {
    await tx.execute(sql`update flows set published_version_id = null where id = ${bot.flowId}`)
    const taking = takeEvent({ ctx, input: { eventId } }).finally(() => {
      isOver = true
    })
    await eventually(async () => isOver || (await ctx.db.execute(waits)).rows.length > 0)
    return { taking }
  })
  expect(await taken.taking).toBeNull()
})
