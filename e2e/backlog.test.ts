import { afterAll, beforeAll, expect, it } from 'vitest'
import { type DatabaseConnection, messages, partitions, sessions } from '#shared/database/index.ts'
import { measureBacklog } from '#shared/domain/fleet/index.ts'
import { createContext, happen, type TestContext } from './support/context.ts'
import { connectTo, createDatabase } from './support/database.ts'

let connection: DatabaseConnection
let ctx: TestContext
const recorded: object[] = []

beforeAll(async () => {
  connection = connectTo(await createDatabase())
  ctx = await createContext(connection)
  ctx.metrics = { record: (values) => recorded.push(values) }
})
afterAll(() => connection.close())

it('measures the sessions that should be connected and are not, and the ages of the oldest message and event', async () => {
  await measureBacklog({ ctx })
  expect(recorded.pop()).toEqual({ SessionsDown: 0, MessageLagSeconds: 0, EventLagSeconds: 0 })
  const [partition] = await ctx.db.select().from(partitions).limit(1)
  const down = { appId: ctx.appId, partition: partition?.id ?? 0, generation: 'r', updatedAt: ctx.now() }
  await ctx.db.insert(sessions).values([
    { ...down, id: 'down', name: 'down', status: 'connecting', pairedAt: ctx.now() },
    { ...down, id: 'new', name: 'new', status: 'connecting' },
    { ...down, id: 'up', name: 'up', status: 'connected', pairedAt: ctx.now() },
    { ...down, id: 'ended', name: 'ended', status: 'disconnected', pairedAt: ctx.now() },
  ])
  const pending = {
    appId: ctx.appId,
    sender: 'me',
    remoteJid: '905551234567@s.whatsapp.net',
    fromMe: true,
    type: 'text',
    content: {},
    source: 'api',
    timestamp: 1,
  } as const
  const minutesAgo = (minutes: number) => new Date(ctx.now().getTime() - minutes * 60_000)
  await ctx.db.insert(messages).values([
    { ...pending, id: 'A1', sessionId: 'up', status: 'PENDING', createdAt: minutesAgo(1) },
    { ...pending, id: 'A2', sessionId: 'up', status: 'SENT', createdAt: minutesAgo(2) },
    // Messages of an offline session wait for it.
    { ...pending, id: 'A3', sessionId: 'ended', status: 'PENDING', createdAt: minutesAgo(3) },
  ])
  await happen(ctx)
  ctx.advance(6 * 60_000)
  await measureBacklog({ ctx })
  expect(recorded.pop()).toEqual({ SessionsDown: 1, MessageLagSeconds: 420, EventLagSeconds: 360 })
})
