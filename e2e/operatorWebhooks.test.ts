import { eq } from 'drizzle-orm'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import {
  EVENTS,
  type EventType,
  OPERATOR_EVENT_TYPES,
  operatorBodySchema,
  storedEventSchema,
} from '#shared/contracts/events.ts'
import { apps, events, sessions, webhooks } from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import { deleteApp } from '#shared/domain/apps/index.ts'
import { deliver, fanOut, listDeliveries, testWebhook } from '#shared/domain/deliveries/index.ts'
import { eraseDeleted } from '#shared/domain/erasure/index.ts'
import { emit } from '#shared/domain/events/index.ts'
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  operatorWebhookInput,
  toWebhookInput,
  updateWebhook,
} from '#shared/domain/webhooks/index.ts'
import { NO_BOUNDS, subscribe, type TestContext } from './support/context.ts'
import { useDeliveries } from './support/deliveries.ts'
import { startReceiver } from './support/receiver.ts'

const URL = 'http://127.0.0.1:9/hook'

let ctx: TestContext
const { runJobs } = useDeliveries((fresh) => {
  ctx = fresh
})
const operator = () => ({ ...ctx, appId: null })
const startOperator = () => startReceiver(undefined, 0, operatorBodySchema)

async function watch(url: string, given: object = {}) {
  const input = toWebhookInput(operatorWebhookInput.parse({ url, events: ['*'], ...given }))
  return await createWebhook({ ctx: operator(), input })
}

async function logOf(id: string) {
  return (await listDeliveries({ ctx: operator(), input: { id, limit: 100 } })).items
}

/**
 * Emits an event of an app's session, and hands it to the webhooks.
 * @returns true if the event was to be published
 */
async function tell(type: EventType, appId: string): Promise<boolean> {
  const sessionId = `session-${appId.slice(-4)}`
  const session = { id: sessionId, appId, name: sessionId, partition: 0, generation: 'run_1' }
  await ctx.db.insert(sessions).values(session).onConflictDoNothing()
  const stored = storedEventSchema.parse({ type, data: { ...EVENTS[type].example, session: sessionId } })
  const id = `evt_${appId}_${type}`
  const event = { ...stored, id, appId, sessionId, occurredAt: ctx.now() }
  const isPublished = await emit({ ctx, input: [event as never] })
  await fanOut({ ctx, input: { eventId: id } })
  return isPublished
}

async function anotherAccount() {
  return await createAccount({ ctx, input: { name: 'Other', plan: 'pro', appName: 'Other' } })
}

it('receives the session events of all accounts with the ids of app and account, and nothing else', async () => {
  const receiver = await startOperator()
  const { secret } = await watch(receiver.url)
  const other = await anotherAccount()
  expect(await tell('session.connected', ctx.appId)).toBe(true)
  expect(await tell('session.disconnected', other.appId)).toBe(true)
  expect(await tell('session.qr', other.appId)).toBe(false)
  expect(await tell('message.sent', other.appId)).toBe(false)
  expect(await tell('campaign.completed', ctx.appId)).toBe(false)
  await runJobs()
  const [app] = await ctx.db.select().from(apps).where(eq(apps.id, ctx.appId))
  expect(receiver.received.map(({ body }) => body)).toMatchObject([
    { event: 'session.connected', app: ctx.appId, account: app?.accountId },
    { event: 'session.disconnected', app: other.appId, account: other.accountId },
  ])
  const names = ['event', 'timestamp', 'session', 'data', 'id', 'app', 'account']
  for (const { body, raw, headers } of receiver.received) {
    expect(Object.keys(body)).toEqual(names)
    expect(new Webhook(secret).verify(raw, headers as never)).toEqual(body)
  }
})

it('subscribes to session events only, and never to QR codes', async () => {
  const listed = ['session.connected', 'session.disconnected']
  expect(OPERATOR_EVENT_TYPES).toEqual(expect.arrayContaining(listed))
  for (const name of ['session.qr', 'message.received', 'group.join']) {
    const input = { url: URL, events: [name] }
    expect(operatorWebhookInput.safeParse(input).success).toBe(false)
  }
  for (const field of [{ sessions: ['a'] }, { filter: {} }, { inlineLimitBytes: 1 }])
    expect(operatorWebhookInput.safeParse({ url: URL, events: ['*'], ...field }).success).toBe(false)
  const receiver = await startOperator()
  const { id } = await watch(receiver.url, { events: ['session.disconnected'] })
  await tell('session.connected', ctx.appId)
  await tell('session.disconnected', ctx.appId)
  expect((await logOf(id)).map(({ event }) => event)).toEqual(['session.disconnected'])
})

it('sends a body without app and account to a tenant, for the same event', async () => {
  const [mine, own] = [await startOperator(), await startReceiver()]
  await watch(mine.url)
  await subscribe(ctx, own.url)
  await tell('session.connected', ctx.appId)
  await runJobs()
  expect(mine.received).toHaveLength(1)
  expect(own.received.map(({ body }) => Object.keys(body))).toEqual([
    ['event', 'timestamp', 'session', 'data', 'id'],
  ])
})

describe('the owner of a webhook', () => {
  it('sees and changes only own webhooks: the tenant not those of the operator, nor the reverse', async () => {
    const tenants = (await subscribe(ctx, URL)).id
    const operators = (await watch(URL)).id
    expect((await listWebhooks({ ctx, input: { limit: 50 } })).items.map(({ id }) => id)).toEqual([tenants])
    const listed = await listWebhooks({ ctx: operator(), input: { limit: 50 } })
    expect(listed.items.map(({ id }) => id)).toEqual([operators])
    for (const [owner, id] of [
      [ctx, operators],
      [operator(), tenants],
    ] as const) {
      await expect(getWebhook({ ctx: owner, input: { id } })).rejects.toThrow(/does not exist/)
      await expect(updateWebhook({ ctx: owner, input: { id, enabled: false } })).rejects.toThrow(
        /does not exist/,
      )
      await expect(deleteWebhook({ ctx: owner, input: { id } })).rejects.toThrow(/does not exist/)
      await expect(testWebhook({ ctx: owner, input: { id } })).rejects.toThrow(/does not exist/)
      await expect(listDeliveries({ ctx: owner, input: { id, limit: 1 } })).rejects.toThrow(/does not exist/)
    }
  })

  it('may have 20 webhooks, also for concurrent requests', async () => {
    const made = await Promise.allSettled(Array.from({ length: 23 }, () => watch(URL)))
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
    const refused = made.find(({ status }) => status === 'rejected')
    expect(String((refused as PromiseRejectedResult).reason)).toContain(
      'The operator has at most 20 webhooks',
    )
  })
})

it('a test has no owner, and is in the log', async () => {
  const receiver = await startOperator()
  const { id } = await watch(receiver.url)
  expect(await testWebhook({ ctx: operator(), input: { id } })).toMatchObject({
    delivered: true,
    status: 200,
  })
  expect(receiver.received[0]?.body).toMatchObject({ event: 'webhook.test', app: null, account: null })
  expect(await logOf(id)).toMatchObject([{ event: 'webhook.test', state: 'succeeded' }])
})

it('a failing endpoint gets six attempts, and 410 disables the webhook', async () => {
  let status = 500
  const receiver = await startReceiver(
    (_, response) => response.writeHead(status).end(),
    0,
    operatorBodySchema,
  )
  const { id } = await watch(receiver.url)
  await tell('session.connected', ctx.appId)
  await runJobs()
  expect(receiver.received).toHaveLength(6)
  status = 410
  await tell('session.disconnected', ctx.appId)
  await runJobs()
  const view = await getWebhook({ ctx: operator(), input: { id } })
  expect(view).toMatchObject({ enabled: false, disabledReason: 'gone' })
})

it('the deletion of an app leaves the webhook, and waits for the pending deliveries of its last events', async () => {
  const receiver = await startOperator()
  const { id } = await watch(receiver.url)
  const { appId } = await anotherAccount()
  await tell('session.disconnected', appId)
  await ctx.db
    .update(sessions)
    .set({ desiredState: 'delete', deletedAt: ctx.now() })
    .where(eq(sessions.appId, appId))
  await deleteApp({ ctx, input: { appId } })
  await eraseDeleted({ ctx, input: NO_BOUNDS })
  expect(await ctx.db.$count(apps, eq(apps.id, appId))).toBe(1)
  await runJobs()
  expect(receiver.received.map(({ body }) => body)).toMatchObject([{ app: appId }])
  await eraseDeleted({ ctx, input: NO_BOUNDS })
  expect(await ctx.db.$count(apps, eq(apps.id, appId))).toBe(0)
  expect(await ctx.db.$count(events, eq(events.appId, appId))).toBe(0)
  expect((await getWebhook({ ctx: operator(), input: { id } })).enabled).toBe(true)
})

it('a deleted webhook of the operator is erased with its log', async () => {
  const { id } = await watch(URL)
  await tell('session.connected', ctx.appId)
  const [job] = ctx.published
  await deleteWebhook({ ctx: operator(), input: { id } })
  await eraseDeleted({ ctx, input: NO_BOUNDS })
  expect(await ctx.db.$count(webhooks, eq(webhooks.id, id))).toBe(0)
  expect(await deliver({ ctx, input: job?.input as never })).toBe('done')
})
