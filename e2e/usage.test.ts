import { AsyncLocalStorage } from 'node:async_hooks'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Plan } from '#shared/contracts/accounts.ts'
import {
  accounts,
  type DatabaseConnection,
  events,
  messages,
  sessions,
  usageCounters,
} from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import { createApp } from '#shared/domain/apps/index.ts'
import type { AppContext } from '#shared/domain/context.ts'
import { type Lease, recordHeartbeat, takeLeases } from '#shared/domain/fleet/index.ts'
import {
  advanceStatus,
  expirePending,
  failMessage,
  SharedSends,
  sendMessage,
} from '#shared/domain/messages/index.ts'
import { removeSession } from '#shared/domain/sessionRemoval/index.ts'
import { createSession } from '#shared/domain/sessions/index.ts'
import { chargeUsage, refundMessagesWithin, returnUnits } from '#shared/domain/usage/index.ts'
import { createWebhook, webhookInput } from '#shared/domain/webhooks/index.ts'
import { LimitExceeded, NotFound, ServiceUnavailable } from '#shared/errors/index.ts'
import { contextOn, NO_BOUNDS } from './support/context.ts'
import { connectTo, createDatabase } from './support/database.ts'

let connection: DatabaseConnection
let lease: Lease
let queueIsDown = false
let clock = new Date()

beforeAll(async () => {
  connection = connectTo(await createDatabase())
  await recordHeartbeat({
    ctx: connection,
    input: {
      id: 'con_1',
      sessions: 0,
      partitions: 0,
      capacity: 1_000,
      memoryBytes: 0,
    },
  })
  const [first] = await takeLeases({
    ctx: connection,
    input: { owner: 'con_1', held: [], wanted: 1, leaseMs: 9_000 },
  })
  if (!first) throw new Error('There is no partition to lease')
  lease = first
})
afterAll(() => connection.close())
beforeEach(() => {
  queueIsDown = false
  clock = new Date('2026-11-30T23:59:00Z')
})

/** Returns the context of the verbs, with a queue that nobody reads. */
function context(appId: string): AppContext {
  const send = async () => {
    if (queueIsDown) throw new ServiceUnavailable({ dependency: 'queue' })
  }
  return {
    ...contextOn(connection),
    appId,
    commands: { send, sendAll: async () => [] },
    now: () => clock,
  }
}

/** Creates an account of a plan, with a paired session that no connector holds. */
async function makeTenant(plan: Plan) {
  const { accountId, appId } = await createAccount({
    ctx: connection,
    input: { name: 'A', plan, appName: 'B' },
  })
  const ctx = context(appId)
  const sessionId = `session-${appId}`
  await connection.db.insert(sessions).values({
    id: sessionId,
    appId,
    name: 'S',
    partition: lease.partition,
    generation: 'run_1',
    pairedAt: clock,
  })
  const input = { sessionId, remoteJid: '1@s.whatsapp.net', type: 'text', content: { text: 'x' } } as const
  return {
    accountId,
    ctx,
    sessionId,
    send: async () => (await sendMessage({ ctx, input })).key.id,
    async used(month: string) {
      const [row] = await connection.db
        .select()
        .from(usageCounters)
        .where(and(eq(usageCounters.accountId, accountId), eq(usageCounters.month, month)))
      return row?.messages ?? 0
    },
    fail: (messageId: string) =>
      failMessage({ ctx, input: { lease, sessionId, messageId, error: 'not_on_whatsapp' } }),
  }
}

it('refunds a message that fails on the 1st to the month before, once', async () => {
  const { send, fail, used } = await makeTenant('starter')
  const id = await send()
  await send()
  clock = new Date('2026-12-01T00:00:30Z')
  await send()
  expect([await used('2026-11'), await used('2026-12')]).toEqual([2, 1])
  await Promise.all([fail(id), fail(id)])
  await fail(id)
  expect([await used('2026-11'), await used('2026-12')]).toEqual([1, 1])
})

it('keeps the unit of a message that WhatsApp accepted before it failed', async () => {
  const { ctx, sessionId, send, fail, used } = await makeTenant('starter')
  const id = await send()
  await advanceStatus({
    ctx,
    input: [{ lease, sessionId, messageIds: [id], author: 'me', status: 'SENT' }],
  })
  await fail(id)
  expect(await used('2026-11')).toBe(1)
})

it('refunds expired messages, and messages that the queue refused', async () => {
  const { ctx, send, used } = await makeTenant('starter')
  await send()
  await send()
  queueIsDown = true
  await expect(send()).rejects.toThrow(ServiceUnavailable)
  expect(await used('2026-11')).toBe(2)
  clock = new Date('2026-12-01T00:10:00Z')
  await expirePending({ ctx, input: NO_BOUNDS })
  await expirePending({ ctx, input: NO_BOUNDS })
  expect([await used('2026-11'), await used('2026-12')]).toEqual([0, 0])
})

it('stores no message that it does not count', async () => {
  const { accountId, sessionId, send } = await makeTenant('starter')
  await connection.db.insert(usageCounters).values({ accountId, month: '2026-11', messages: 4_999 })
  await send()
  await expect(send()).rejects.toThrow('Monthly message limit (5000) exceeded')
  expect(await connection.db.$count(messages, eq(messages.sessionId, sessionId))).toBe(1)
  clock = new Date('2026-12-01T00:00:00Z')
  await send()
})

it('counts over all apps of the account, with the limit of the current plan', async () => {
  const { accountId, ctx } = await makeTenant('pro')
  const other = await createApp({ ctx: connection, input: { accountId, name: 'second' } })
  const charge = (appId: string, units: number) =>
    chargeUsage({ ctx: connection, input: { appId, counter: 'broadcast', units, now: clock } })
  expect(await charge(ctx.appId, 600)).toEqual({ month: '2026-11', used: 600, limit: 1_000 })
  await expect(charge(other.id, 500)).rejects.toThrow('Monthly broadcast limit (1000) exceeded')
  expect((await charge(other.id, 400)).used).toBe(1_000)
  await connection.db.update(accounts).set({ plan: 'self_hosted' }).where(eq(accounts.id, accountId))
  expect(await charge(other.id, 1_000_000)).toEqual({ month: '2026-11', used: 1_001_000, limit: null })
})

it('reserves units all or none, also the first of a month, and refunds them', async () => {
  const { ctx } = await makeTenant('starter')
  const charge = (units: number) =>
    chargeUsage({ ctx: connection, input: { appId: ctx.appId, counter: 'broadcast', units, now: clock } })
  await expect(charge(101)).rejects.toThrow(LimitExceeded)
  const { month } = await charge(100)
  await expect(charge(1)).rejects.toThrow(LimitExceeded)
  await returnUnits({ ctx: connection, input: { appId: ctx.appId, counter: 'broadcast', units: 40, month } })
  expect((await charge(40)).used).toBe(100)
})

it('two sends with one seed create one message and charge one unit', async () => {
  const { ctx, sessionId, used } = await makeTenant('starter')
  const send = () =>
    sendMessage({
      ctx: { ...ctx, seed: 'the same' },
      input: { sessionId, remoteJid: '1@s.whatsapp.net', type: 'text', content: { text: 'x' } },
    })
  const [first, second] = [await send(), await send()]
  expect(second.key).toEqual(first.key)
  expect(first.quota).toEqual({ month: '2026-11', used: 1, limit: 5_000 })
  expect([await used('2026-11'), second.quota]).toEqual([1, undefined])
  // The message is accepted already, so that the sweeper enqueues it.
  queueIsDown = true
  expect((await send()).key).toEqual(first.key)
  expect(await used('2026-11')).toBe(1)
})

it('accepts a repetition under a seed regardless of a later change of its session', async () => {
  const { ctx, sessionId } = await makeTenant('starter')
  const input = { sessionId, remoteJid: '1@s.whatsapp.net', type: 'text', content: { text: 'x' } } as const
  const seeded = { ...ctx, seed: 'accepted' }
  const first = await sendMessage({ ctx: seeded, input })
  await connection.db.update(sessions).set({ desiredState: 'logout' }).where(eq(sessions.id, sessionId))
  expect((await sendMessage({ ctx: seeded, input })).key).toEqual(first.key)
  await expect(sendMessage({ ctx, input })).rejects.toThrow(/is being logged out/)
})

it('does not withdraw a message after the lease, because the next run may have answered with it', async () => {
  const { ctx, sessionId } = await makeTenant('starter')
  const input = { sessionId, remoteJid: '1@s.whatsapp.net', type: 'text', content: { text: 'x' } } as const
  queueIsDown = true
  const slow = { ...ctx, seed: 'slow', leaseUntil: new Date(clock.getTime() + 1_000) }
  await expect(sendMessage({ ctx: slow, input })).rejects.toThrow(/does not know whether/)
  expect(await connection.db.$count(messages, eq(messages.sessionId, sessionId))).toBe(1)
  const inTime = { ...ctx, seed: 'in time', leaseUntil: new Date(clock.getTime() + 30_000) }
  await expect(sendMessage({ ctx: inTime, input })).rejects.toThrow(/nothing was accepted/)
  expect(await connection.db.$count(messages, eq(messages.sessionId, sessionId))).toBe(1)
})

it('keeps a message whose insert got no answer, and a second run finds it, charged once', async () => {
  const { ctx, sessionId, used } = await makeTenant('starter')
  const input = { sessionId, remoteJid: '1@s.whatsapp.net', type: 'text', content: { text: 'x' } } as const
  let losses = 1
  const losing = new Proxy(connection.db, {
    get(db, name) {
      if (name !== 'execute' || losses-- <= 0) return Reflect.get(db, name)
      return async (what: never) => {
        await db.execute(what)
        throw new Error('Connection terminated unexpectedly')
      }
    },
  })
  const seeded = { ...ctx, seed: 'no answer' }
  await expect(sendMessage({ ctx: { ...seeded, db: losing }, input })).rejects.toThrow(/terminated/)
  const [row] = await connection.db.select().from(messages).where(eq(messages.sessionId, sessionId))
  expect((await sendMessage({ ctx: seeded, input })).key.id).toBe(row?.id)
  expect(await connection.db.$count(messages, eq(messages.sessionId, sessionId))).toBe(1)
  expect(await used('2026-11')).toBe(1)
})

it('sends another command to SQS after a message with the same id was withdrawn', async () => {
  const { ctx, sessionId } = await makeTenant('starter')
  const attempts: (string | undefined)[] = []
  const commands = {
    send: async ({ attempt }: { attempt?: string }) => {
      attempts.push(attempt)
      if (attempts.length === 1) throw new ServiceUnavailable({ dependency: 'queue' })
    },
    sendAll: async () => [],
  }
  const input = { sessionId, remoteJid: '1@s.whatsapp.net', type: 'text', content: { text: 'x' } } as const
  const seeded = { ...ctx, commands, seed: 'again' }
  await expect(sendMessage({ ctx: seeded, input })).rejects.toThrow(ServiceUnavailable)
  clock = new Date(clock.getTime() + 1_000)
  await sendMessage({ ctx: seeded, input })
  expect(new Set(attempts).size).toBe(2)
})

it('refunds the pending messages of a deleted session, and emits their events', async () => {
  const { ctx, sessionId, send, used } = await makeTenant('starter')
  const webhook = webhookInput.parse({ url: 'http://127.0.0.1:1/hook', events: ['message.failed'] })
  await createWebhook({ ctx, input: webhook })
  const id = await send()
  await send()
  await connection.db.update(sessions).set({ desiredState: 'delete' }).where(eq(sessions.id, sessionId))
  await removeSession({ ctx, input: { lease, sessionId } })
  expect(await used('2026-11')).toBe(0)
  const told = await connection.db.select().from(events).where(eq(events.sessionId, sessionId))
  const failed = told.filter(({ type }) => type === 'message.failed')
  expect(failed).toHaveLength(2)
  expect(failed.map(({ data }) => data)).toContainEqual(
    expect.objectContaining({ id, reason: 'session_deleted' }),
  )
})

it('refunds several accounts concurrently without a deadlock', async () => {
  const [one, other] = [await makeTenant('starter'), await makeTenant('starter')]
  const second = await createApp({
    ctx: connection,
    input: { accountId: (await makeTenant('pro')).accountId, name: 'second' },
  })
  const charge = (appId: string) => ({ appId, source: 'api' as const, chargedMonth: '2026-11' })
  const apps = [one.ctx.appId, other.ctx.appId, second.id]
  for (const appId of apps)
    await chargeUsage({ ctx: connection, input: { appId, counter: 'messages', units: 50, now: clock } })
  const refund = (appIds: string[]) =>
    connection.db.transaction((tx) => refundMessagesWithin(tx, appIds.map(charge)))
  const orders = Array.from({ length: 20 }, (_, n) => (n % 2 ? apps : apps.toReversed()))
  await Promise.all(orders.map(refund))
  expect(await one.used('2026-11')).toBe(30)
})

it('creates a session once under one seed, also at the limit of the plan', async () => {
  const { ctx } = await makeTenant('starter')
  const create = (seed: string, name: string) => createSession({ ctx: { ...ctx, seed }, input: { name } })
  const first = await create('one', 'shop')
  expect((await create('one', 'shop')).id).toBe(first.id)
  await expect(create('two', 'office')).rejects.toThrow('Session limit (2) exceeded')
})

describe('sends that share statements', () => {
  /** Creates a tenant whose concurrent sends share statements. */
  async function makeSharing(plan: Plan, guard?: () => () => void) {
    const tenant = await makeTenant(plan)
    const ctx = { ...tenant.ctx, sharedSends: new SharedSends(connection, guard) }
    const { sessionId } = tenant
    return {
      ...tenant,
      ctx,
      send: (given: { text?: string; seed?: string; sessionId?: string } = {}) =>
        sendMessage({
          ctx: { ...ctx, ...(given.seed !== undefined && { seed: given.seed }) },
          input: {
            sessionId: given.sessionId ?? sessionId,
            remoteJid: '1@s.whatsapp.net',
            type: 'text',
            content: { text: given.text ?? 'x' },
          },
        }),
      count: () => connection.db.$count(messages, eq(messages.sessionId, sessionId)),
    }
  }

  it('accepts exactly the units that are left, and gives each message a quota of its own', async () => {
    const { accountId, send, used, count } = await makeSharing('starter')
    await connection.db.insert(usageCounters).values({ accountId, month: '2026-11', messages: 4_000 })
    const settled = await Promise.allSettled(Array.from({ length: 1_500 }, () => send()))
    const quotas = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.quota?.used] : []))
    const refusals = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(new Set(quotas)).toEqual(new Set(Array.from({ length: 1_000 }, (_, n) => 4_001 + n)))
    expect(quotas).toHaveLength(1_000)
    expect(refusals.every((error) => error instanceof LimitExceeded)).toBe(true)
    expect([await used('2026-11'), await count()]).toEqual([5_000, 1_000])
  })

  it('counts a request once that runs several times at the same time', async () => {
    const { send, used, count } = await makeSharing('starter')
    const seeds = Array.from({ length: 60 }, (_, n) => `seed ${n % 20}`)
    const sent = await Promise.all(seeds.map((seed) => send({ seed })))
    expect(new Set(sent.map(({ key }) => key.id)).size).toBe(20)
    expect([await used('2026-11'), await count()]).toEqual([20, 20])
  })

  it('refuses one message without an effect on the messages beside it', async () => {
    const ended = new Error('The request has ended')
    const requests = new AsyncLocalStorage<{ checks: number }>()
    // The request ends after the read of its session.
    const { send, used, count } = await makeSharing('starter', () => {
      const request = requests.getStore()
      return () => {
        if (request && ++request.checks > 1) throw ended
      }
    })
    const unstorable = send({ text: 'a\u0000' })
    const unknown = send({ sessionId: 'missing' })
    const late = requests.run({ checks: 0 }, () => send())
    const good = [send(), send(), send()]
    const settled = await Promise.allSettled([unstorable, unknown, late, ...good])
    expect(settled.map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ])
    expect(settled[1]).toMatchObject({ reason: expect.any(NotFound) })
    expect(settled[2]).toMatchObject({ reason: ended })
    expect([await used('2026-11'), await count()]).toEqual([3, 3])
  })

  it('stores a message as a single statement does', async () => {
    const { ctx, sessionId, send } = await makeSharing('starter')
    const media = { key: 'k', mimetype: 'image/png', state: 'stored' } as never
    const content = { text: 'a "quoted" {text}, \\ and ü', caption: 'null' }
    const input = { sessionId, remoteJid: '1@s.whatsapp.net', type: 'text', content, media } as const
    const { sharedSends: _, ...alone } = ctx
    const ids = await Promise.all([send(), sendMessage({ ctx, input }), sendMessage({ ctx: alone, input })])
    const rows = await connection.db.select().from(messages).where(eq(messages.sessionId, sessionId))
    const [, shared, single] = ids.map(({ key }) => rows.find(({ id }) => id === key.id))
    const unlike = { id: '', seq: 0 }
    expect({ ...shared, ...unlike }).toEqual({ ...single, ...unlike })
    expect(shared).toMatchObject({ content, media, pendingUntil: shared?.expiresAt, chargedMonth: '2026-11' })
  })

  it('does not wait for the counter of another account', async () => {
    const [one, other] = [await makeSharing('starter'), await makeTenant('starter')]
    const blocked = { ...other.ctx, sharedSends: one.ctx.sharedSends }
    await other.send()
    const waiting = await connection.db.transaction(async (tx) => {
      await tx.select().from(usageCounters).where(eq(usageCounters.accountId, other.accountId)).for('update')
      const input = { remoteJid: '1@s.whatsapp.net', type: 'text', content: { text: 'x' } } as const
      const sent = sendMessage({ ctx: blocked, input: { ...input, sessionId: other.sessionId } })
      await one.send()
      return [sent]
    })
    await Promise.all(waiting)
    expect(await other.used('2026-11')).toBe(2)
  })
})
