import { eq, type SQL } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import {
  connectorRequests,
  type Database,
  type DatabaseConnection,
  deliveries,
  deliveryAttempts,
  messages,
  observeWrites,
  sessions,
  webhooks,
} from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import { createApiKey, regenerateApiKey, revokeApiKey } from '#shared/domain/apiKeys/index.ts'
import { createApp } from '#shared/domain/apps/index.ts'
import {
  deliver,
  fanOut,
  replayDelivery,
  replayFailed,
  testWebhook,
} from '#shared/domain/deliveries/index.ts'
import { leaveGroup } from '#shared/domain/groups/index.ts'
import { revokeMessage } from '#shared/domain/messages/index.ts'
import { createSession, restartSession } from '#shared/domain/sessions/index.ts'
import { rotateSecret } from '#shared/domain/webhooks/index.ts'
import { NotFound, OutcomeUnknown, ServiceUnavailable } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import { createLogger } from '#shared/logger.ts'
import { createCommandQueue, SqsClient } from '#shared/queues/index.ts'
import { createContext, happen, subscribe, type TestContext } from './support/context.ts'
import { connectTo, createDatabase } from './support/database.ts'
import { startReceiver } from './support/receiver.ts'

let connection: DatabaseConnection
let ctx: TestContext
/** The second run of the same request. */
let again: TestContext & { isRepeated: true }
let first: TestContext & { seed: string; secretSeed: string }
let queueIsDown = false
let seeds = 0

beforeAll(async () => {
  connection = connectTo(await createDatabase())
})
afterAll(() => connection.close())
beforeEach(async () => {
  queueIsDown = false
  const send = async () => {
    if (queueIsDown) throw new OutcomeUnknown()
  }
  ctx = { ...(await createContext(connection)), commands: { send, sendAll: async () => [] } }
  seeds += 1
  first = { ...ctx, seed: `seed-${seeds}`, secretSeed: `secret-${seeds}` }
  again = { ...first, isRepeated: true }
})

async function makeSession(given: Partial<typeof sessions.$inferInsert> = {}): Promise<string> {
  const id = `session-${seeds}`
  const pairedAt = ctx.now()
  await ctx.db
    .insert(sessions)
    .values({ id, appId: ctx.appId, name: 'S', partition: 0, generation: 'run_1', pairedAt, ...given })
  return id
}

/** Stores a connector request of the first run as done. */
async function makeDone(sessionId: string, kind: string): Promise<void> {
  const id = newId('request', `${first.seed}:0`)
  await ctx.db
    .insert(connectorRequests)
    .values({ id, appId: ctx.appId, sessionId, kind, input: {}, state: 'done', result: {} })
}

describe('a second run of one request', () => {
  it('shows the secret of the first rotation, and rotates once', async () => {
    const { id } = await subscribe(ctx, 'http://127.0.0.1:9/hook')
    const { secret } = await rotateSecret({ ctx: first, input: { id } })
    expect((await rotateSecret({ ctx: again, input: { id } })).secret).toBe(secret)
    const [row] = await ctx.db.select().from(webhooks).where(eq(webhooks.id, id))
    expect(row?.previousSecrets).toHaveLength(1)
    expect((await rotateSecret({ ctx, input: { id } })).secret).not.toBe(secret)
  })

  it('returns the recorded attempt of a webhook test, and posts once', async () => {
    const receiver = await startReceiver()
    const { id } = await subscribe(ctx, receiver.url)
    const answer = await testWebhook({ ctx: first, input: { id } })
    expect(await testWebhook({ ctx: again, input: { id } })).toEqual(answer)
    expect(receiver.received).toHaveLength(1)
  })

  it('posts the same test event if the first run recorded no attempt', async () => {
    const receiver = await startReceiver()
    const { id } = await subscribe(ctx, receiver.url)
    const answer = await testWebhook({ ctx: first, input: { id } })
    await ctx.db.delete(deliveryAttempts).where(eq(deliveryAttempts.deliveryId, answer.deliveryId))
    expect((await testWebhook({ ctx: again, input: { id } })).deliveryId).toBe(answer.deliveryId)
    expect(new Set(receiver.received.map(({ body }) => body.id)).size).toBe(1)
  })

  it('replays a delivery once while its attempt is pending', async () => {
    const { id } = await subscribe(ctx, 'http://127.0.0.1:9/hook')
    await fanOut({ ctx, input: { eventId: await happen(ctx) } })
    const [delivery] = await ctx.db
      .update(deliveries)
      .set({ state: 'failed', error: 'gone' })
      .where(eq(deliveries.webhookId, id))
      .returning()
    const input = { id, deliveryId: delivery?.id ?? '' }
    expect(await replayDelivery({ ctx: first, input })).toEqual({ replayed: 1 })
    expect(await replayDelivery({ ctx: again, input })).toEqual({ replayed: 1 })
    const [row] = await ctx.db.select().from(deliveries).where(eq(deliveries.webhookId, id))
    expect(row?.replays).toBe(1)
  })

  it('counts the failed deliveries that the first run replays', async () => {
    const { id } = await subscribe(ctx, 'http://127.0.0.1:9/hook')
    for (let n = 0; n < 3; n++)
      await fanOut({ ctx, input: { eventId: await happen(ctx, `${n}@s.whatsapp.net`) } })
    await ctx.db.update(deliveries).set({ state: 'failed' }).where(eq(deliveries.webhookId, id))
    const input = { id, since: new Date(0) }
    expect(await replayFailed({ ctx: first, input })).toEqual({ replayed: 3 })
    expect(await replayFailed({ ctx: again, input })).toEqual({ replayed: 3 })
  })

  it('creates an account and another app once', async () => {
    const input = { name: 'Example Ltd', plan: 'pro', appName: 'First' } as const
    const made = await createAccount({ ctx: first, input })
    expect(await createAccount({ ctx: again, input })).toEqual(made)
    const further = { ctx: { ...first, seed: 'further' }, input: { accountId: made.accountId, name: 'Shop' } }
    expect((await createApp(further)).id).toBe((await createApp(further)).id)
  })

  it('shows the same API key after its creation and regeneration, and confirms a revocation', async () => {
    const input = { appId: ctx.appId, name: 'production' }
    const made = await createApiKey({ ctx: first, input })
    expect(await createApiKey({ ctx: again, input })).toEqual(made)
    const second = { ...first, seed: 'regenerate', secretSeed: 'regenerate' }
    const regenerated = await regenerateApiKey({ ctx: second, input: { keyId: made.id } })
    const repeated = { ...second, isRepeated: true }
    expect(await regenerateApiKey({ ctx: repeated, input: { keyId: made.id } })).toEqual(regenerated)
    expect((await revokeApiKey({ ctx: again, input: { keyId: made.id } })).revokedAt).not.toBeNull()
    await expect(revokeApiKey({ ctx, input: { keyId: made.id } })).rejects.toThrow(NotFound)
  })

  it('restarts a session once', async () => {
    const id = await makeSession()
    const read = async () => (await ctx.db.select().from(sessions).where(eq(sessions.id, id)))[0]
    await restartSession({ ctx: first, input: { id } })
    const restarted = await read()
    expect(restarted?.generation).not.toBe('run_1')
    await restartSession({ ctx: again, input: { id } })
    expect(await read()).toEqual(restarted)
  })

  it('accepts the changes of the first run: a revoked message, a left group', async () => {
    const sessionId = await makeSession()
    await ctx.db.insert(messages).values({
      ...{ sessionId, id: 'M', sender: 'me', appId: ctx.appId, remoteJid: '1@s.whatsapp.net', fromMe: true },
      ...{ type: 'text', content: {}, status: 'SENT', source: 'api', timestamp: 1, deletedAt: ctx.now() },
    })
    await makeDone(sessionId, 'message.revoke')
    const message = { sessionId, messageId: 'M' }
    expect(await revokeMessage({ ctx: first, input: message })).toMatchObject({ id: 'M' })
    await expect(revokeMessage({ ctx, input: message })).rejects.toThrow('was revoked')
    const group = { sessionId, groupId: '1@g.us' }
    await leaveGroup({ ctx: first, input: group })
    await expect(leaveGroup({ ctx, input: group })).rejects.toThrow(NotFound)
  })
})

describe('a queue without an answer', () => {
  const count = () => ctx.db.$count(sessions, eq(sessions.appId, ctx.appId))
  /** Returns a database that fails to delete. */
  const withoutDeletes = (db: Database) =>
    new Proxy(db, {
      get(target, name) {
        if (name === 'delete') throw new Error('Query read timeout')
        return Reflect.get(target, name)
      },
    })

  beforeEach(() => {
    queueIsDown = true
  })

  it('results in 503 if the session is withdrawn', async () => {
    await expect(createSession({ ctx, input: { name: 'a' } })).rejects.toThrow(ServiceUnavailable)
    expect(await count()).toBe(0)
  })

  it('results in 504 if the session cannot be withdrawn', async () => {
    const broken = { ...ctx, db: withoutDeletes(ctx.db) }
    await expect(createSession({ ctx: broken, input: { name: 'a' } })).rejects.toThrow(OutcomeUnknown)
    expect(await count()).toBe(1)
  })

  it('results in 504 at the end of a lease, because the next run may have answered with the session', async () => {
    const late = { ...first, leaseUntil: new Date(ctx.now().getTime() + 1_000) }
    await expect(createSession({ ctx: late, input: { name: 'a' } })).rejects.toThrow(OutcomeUnknown)
    expect(await count()).toBe(1)
    expect(await createSession({ ctx: again, input: { name: 'a' } })).toMatchObject({ name: 'a' })
  })

  it('is OutcomeUnknown for the sender, because the queue alone cannot tell', async () => {
    const environment = {
      VESPER_COMMAND_QUEUE_URL: 'http://127.0.0.1:9/{partition}',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9',
    }
    const sqs = new SqsClient(environment)
    onTestFinished(() => sqs.destroy())
    const command = { type: 'session.sync', sessionId: 's' } as const
    const log = createLogger({ level: 'silent', name: 'test' })
    const sent = createCommandQueue(sqs, environment, log).send({ partition: 0, command })
    await expect(sent).rejects.toThrow(OutcomeUnknown)
  })
})

it('a delivery attempt with an unanswered record is posted once, and the next attempt is scheduled', async () => {
  const receiver = await startReceiver((_, response) => response.writeHead(500).end())
  const { id } = await subscribe(ctx, receiver.url)
  await fanOut({ ctx, input: { eventId: await happen(ctx) } })
  let losses = 1
  const losing = new Proxy(ctx.db, {
    get(db, name) {
      if (name !== 'execute' || losses-- <= 0) return Reflect.get(db, name)
      return async (statement: SQL) => {
        await db.execute(statement)
        throw new Error('Query read timeout')
      }
    },
  })
  const [delivery] = await ctx.db.select().from(deliveries).where(eq(deliveries.webhookId, id))
  const input = { deliveryId: delivery?.id ?? '', attempt: 1 }
  expect(await deliver({ ctx: { ...ctx, db: losing }, input })).toBe('done')
  expect(losses).toBeLessThanOrEqual(0)
  expect(receiver.received).toHaveLength(1)
  expect(ctx.published.at(-1)).toMatchObject({ input: { attempt: 2 }, delaySeconds: 1 })
})

it('an observed database distinguishes reads from writes', async () => {
  const { db, mayHaveWritten } = observeWrites(connection.db)
  await db.select().from(sessions).limit(1)
  await db.execute(`select 'update' as word`)
  expect(mayHaveWritten()).toBe(false)
  await expect(db.execute('insert into nothing values (1)')).rejects.toThrow()
  expect(mayHaveWritten()).toBe(false)
  await db.delete(sessions).where(eq(sessions.id, 'none'))
  expect(mayHaveWritten()).toBe(true)
})
