import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { EVENTS, type EventType, storedEventSchema } from '#shared/contracts/events.ts'
import { events, lidMappings, messages, sessions, webhooks } from '#shared/database/index.ts'
import { fanOut } from '#shared/domain/deliveries/index.ts'
import { eraseDeleted } from '#shared/domain/erasure/index.ts'
import { emit } from '#shared/domain/events/index.ts'
import { getWebhook, updateWebhook } from '#shared/domain/webhooks/index.ts'
import { NO_BOUNDS, subscribe, type TestContext } from './support/context.ts'
import { useDeliveries } from './support/deliveries.ts'
import { startReceiver } from './support/receiver.ts'

const PHONE = '905551234567@s.whatsapp.net'
const LID = '123456789012345@lid'
const GROUP = '120363041234567890@g.us'
const SESSION = 'YoNofiM9vtHy'
const URL = 'http://127.0.0.1:9/hook'

let ctx: TestContext
const { runJobs, logOf } = useDeliveries((fresh) => {
  ctx = fresh
})

/** Stores a session of the app. */
async function addSession(id = SESSION): Promise<string> {
  const { appId } = ctx
  await ctx.db.insert(sessions).values({ id, appId, name: id, partition: 0, generation: 'run_1' })
  return id
}

/** Stores an event with the example of its type, and hands it to the webhooks. */
async function tell(type: EventType, given: Partial<typeof events.$inferInsert> = {}, data: object = {}) {
  const { example } = EVENTS[type] as { example: Record<string, unknown> }
  const stored = storedEventSchema.parse({ type, data: { ...example, ...data } })
  const columns = { sessionId: SESSION, appId: ctx.appId, occurredAt: ctx.now(), ...given }
  const [row] = await ctx.db
    .insert(events)
    .values({ ...stored, ...columns })
    .returning({ id: events.id })
  await fanOut({ ctx, input: { eventId: row?.id ?? '' } })
}

/** Returns the types of the events that have a delivery for a webhook, the first event first. */
const heardBy = async (id: string) => (await logOf(id)).map(({ event }) => event).reverse()

describe('a webhook that names sessions', () => {
  it('gets the events of these sessions only, and makes no other event wait in a queue', async () => {
    const [one, other] = [await addSession('session-one'), await addSession('session-two')]
    const { id } = await subscribe(ctx, URL, { sessions: [one, one] })
    expect((await getWebhook({ ctx, input: { id } })).sessions).toEqual([one])
    await tell('message.sent', { sessionId: one, chat: PHONE })
    await tell('message.read', { sessionId: other, chat: PHONE })
    await tell('session.connected', { sessionId: other })
    await tell('session.connected', { sessionId: one })
    expect(await heardBy(id)).toEqual(['message.sent', 'session.connected'])
    const event = {
      ...storedEventSchema.parse({ type: 'message.sent', data: EVENTS['message.sent'].example }),
    }
    const toPublish = async (sessionId: string) =>
      await emit({ ctx, input: [{ ...event, appId: ctx.appId, sessionId, occurredAt: ctx.now() } as never] })
    expect([await toPublish(other), await toPublish(one)]).toEqual([false, true])
  })

  it('gets the last event of a deleted session, which then leaves the list for ever', async () => {
    const [gone, kept] = [await addSession('session-gone'), await addSession('session-kept')]
    const { id } = await subscribe(ctx, URL, { sessions: [gone, kept] })
    const alone = (await subscribe(ctx, URL, { sessions: [gone] })).id
    await ctx.db
      .update(sessions)
      .set({ desiredState: 'delete', deletedAt: ctx.now() })
      .where(eq(sessions.id, gone))
    expect((await getWebhook({ ctx, input: { id } })).sessions).toEqual([kept])
    expect((await getWebhook({ ctx, input: { id: alone } })).sessions).toEqual([])
    await tell('session.disconnected', { sessionId: gone })
    expect(await heardBy(alone)).toEqual(['session.disconnected'])
    await eraseDeleted({ ctx, input: NO_BOUNDS })
    const stored = await ctx.db.select({ id: webhooks.id, sessions: webhooks.sessions }).from(webhooks)
    expect(stored).toEqual(
      expect.arrayContaining([
        { id, sessions: [kept] },
        { id: alone, sessions: [] },
      ]),
    )
    await tell('session.connected', { sessionId: kept })
    expect(await heardBy(alone)).toEqual(['session.disconnected'])
  })

  it('keeps an empty list when its answer of GET is sent back, and refuses an empty list otherwise', async () => {
    const session = await addSession()
    const { id } = await subscribe(ctx, URL, { sessions: [session] })
    const update = (input: object) => updateWebhook({ ctx, input: { id, ...input } })
    await expect(update({ sessions: [] })).rejects.toThrow(/null for all sessions/)
    await expect(update({ sessions: ['unknown'] })).rejects.toThrow('Session unknown does not exist.')
    await ctx.db.update(sessions).set({ desiredState: 'delete' }).where(eq(sessions.id, session))
    expect((await update({ sessions: [] })).sessions).toEqual([])
    expect((await update({ sessions: null })).sessions).toBeNull()
  })
})

describe('a webhook with a filter', () => {
  it('matches a chat by number and by LID, and makes no delivery of other chats', async () => {
    await addSession()
    await ctx.db.insert(lidMappings).values({ sessionId: SESSION, lid: LID, phoneJid: PHONE })
    const byPhone = (await subscribe(ctx, URL, { filter: { chats: '+90 555 123 45 67' } })).id
    const byLid = (await subscribe(ctx, URL, { filter: { chats: [LID] } })).id
    const stranger = '999999999999999@lid'
    const byStranger = (await subscribe(ctx, URL, { filter: { chats: stranger } })).id
    await tell('message.sent', { chat: PHONE })
    await tell('message.delivered', { chat: LID })
    await tell('message.received', { chat: '905550000001@s.whatsapp.net' }, { fromLid: stranger })
    await tell('message.received', { chat: GROUP }, { fromLid: stranger })
    await tell('group.update', { chat: GROUP })
    await tell('session.connected')
    const both = ['message.sent', 'message.delivered', 'session.connected']
    expect(await heardBy(byPhone)).toEqual(both)
    expect(await heardBy(byLid)).toEqual(both)
    expect(await heardBy(byStranger)).toEqual(['message.received', 'session.connected'])
    const open = await ctx.db.$count(events, sql`handled_at is null`)
    expect(open).toBe(0)
  })

  it('matches type and author of the message, also for its status, its edit and its revocation', async () => {
    await addSession()
    const add = async (id: string, sender: string, type: 'image' | 'text') => {
      const { appId } = ctx
      await ctx.db.insert(messages).values({
        ...{ sessionId: SESSION, appId, id, sender, type, content: {}, remoteJid: PHONE, timestamp: 1 },
        ...{ fromMe: sender === 'me', status: 'SENT', source: 'api' },
      })
    }
    await add('OWN-IMAGE', 'me', 'image')
    await add('OWN-TEXT', 'me', 'text')
    await add('OTHER-TEXT', PHONE, 'text')
    const images = (await subscribe(ctx, URL, { filter: { types: 'image' } })).id
    const own = (await subscribe(ctx, URL, { filter: { fromMe: true, types: ['text'] } })).id
    const others = (await subscribe(ctx, URL, { filter: { fromMe: [false] } })).id
    const chat = PHONE
    await tell('message.delivered', { chat }, { id: 'OWN-IMAGE' })
    await tell('message.read', { chat }, { id: 'OWN-TEXT' })
    await tell('message.updated', { chat, messageSender: PHONE }, { id: 'OTHER-TEXT' })
    await tell('message.deleted', { chat }, { id: 'OWN-TEXT' })
    await tell('message.from_phone', { chat }, { id: 'NEW', type: 'image' })
    await tell('message.failed', { chat }, { id: 'ERASED' })
    expect(await heardBy(images)).toEqual(['message.delivered', 'message.from_phone', 'message.failed'])
    expect(await heardBy(own)).toEqual(['message.read', 'message.deleted', 'message.failed'])
    expect(await heardBy(others)).toEqual(['message.updated'])
  })

  it('is shown with chats as JIDs, replaced whole, and removed by null', async () => {
    const filter = { chats: '0090 555 123 45 67', fromMe: false }
    const { id, filter: shown } = await subscribe(ctx, URL, { filter })
    expect(shown).toEqual({ chats: PHONE, fromMe: false })
    const update = (input: object) => updateWebhook({ ctx, input: { id, ...input } })
    expect((await update({ url: `${URL}/2` })).filter).toEqual(shown)
    expect((await update({ filter: { kinds: ['group'] } })).filter).toEqual({ kinds: ['group'] })
    expect((await update({ filter: null })).filter).toBeNull()
  })
})

describe('headers of the owner', () => {
  it('go with each delivery beside the signed headers, and stay out of the log, the answers and the rows', async () => {
    const token = 'Bearer top-secret-7f3c2a'
    const receiver = await startReceiver(({ headers }, response) => {
      response.end(JSON.stringify(headers))
    })
    const headers = { Authorization: token, 'X-Shop': 'istanbul-42' }
    const made = await subscribe(ctx, receiver.url, { headers })
    expect(made.headers).toEqual({ Authorization: null, 'X-Shop': null })
    await addSession()
    await tell('session.connected')
    await runJobs()
    const [delivery] = receiver.received
    expect(delivery?.headers).toMatchObject({ authorization: token, 'x-shop': 'istanbul-42' })
    expect(delivery?.headers['x-vesper-signature']).toMatch(/^sha256=/)
    const [log] = await logOf(made.id)
    expect(log?.attempts[0]?.response).toContain('[hidden]')
    const { rows } = await ctx.db.execute(sql`
      select w::text as row from webhooks w union all select a::text from delivery_attempts a`)
    for (const text of [JSON.stringify(made), JSON.stringify(log), JSON.stringify(rows)])
      expect(text).not.toMatch(/top-secret|istanbul-42/)
  })

  it('survive an answer of GET that is edited and sent back', async () => {
    const receiver = await startReceiver()
    const { id } = await subscribe(ctx, receiver.url, {
      headers: { Authorization: 'kept-value', 'X-Old': 'old-value' },
    })
    const { headers } = await getWebhook({ ctx, input: { id } })
    await updateWebhook({ ctx, input: { id, headers: { ...headers, 'X-New': 'new-value' } } })
    await updateWebhook({ ctx, input: { id, url: receiver.url, secret: 'another secret of mine' } })
    await addSession()
    await tell('session.connected')
    await runJobs()
    const sent = { authorization: 'kept-value', 'x-old': 'old-value', 'x-new': 'new-value' }
    expect(receiver.received[0]?.headers).toMatchObject(sent)
    expect((await updateWebhook({ ctx, input: { id, headers: {} } })).headers).toEqual({})
  })
})
