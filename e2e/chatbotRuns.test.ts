import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handleBatch } from '#functions/events/handleBatch.ts'
import {
  accounts,
  apps,
  type DatabaseConnection,
  deliveries,
  flowRunEntries,
  flowVersions,
  lidMappings,
  sessions,
} from '#shared/database/index.ts'
import {
  continueRun,
  deleteFlow,
  pruneRuns,
  publishFlow,
  steerRun,
  sweepRuns,
  takeEvent,
  updateStep,
} from '#shared/domain/chatbot/index.ts'
import { ask, say } from '#shared/domain/chatbot/testing.ts'
import { ServiceUnavailable } from '#shared/errors/index.ts'
import { type Bot, createBot } from './support/bot.ts'
import { NO_BOUNDS, subscribe } from './support/context.ts'
import { connectTo, createDatabase } from './support/database.ts'
import { setUsed } from './support/tenants.ts'

let connection: DatabaseConnection
beforeAll(async () => {
  connection = connectTo(await createDatabase())
})
afterAll(() => connection.close())

const counting = {
  a: say('one', { default: 'b' }),
  b: ask({}, { default: 'c' }),
  c: say('two: {{last_reply}}', { default: 'd' }),
  d: ask({}, { default: 'e' }),
  e: say('three: {{last_reply}}'),
}
const kinds = async (bot: Bot) => (await bot.conversation()).transcript.map(({ kind }) => kind)

describe('an event', () => {
  it('advances the conversation and sends each text once if it is delivered twice', async () => {
    const bot = await createBot(connection, counting)
    await bot.hear('go')
    const eventId = await bot.receive('x')
    await bot.handle(eventId)
    await bot.handle(eventId)
    await Promise.all([bot.handle(eventId), bot.handle(eventId)])
    expect(await bot.said()).toEqual(['one', 'two: x'])
    expect((await bot.conversation()).transcript.filter(({ kind }) => kind === 'received')).toHaveLength(2)
  })

  it('sends the remaining texts when it is redelivered after a crash', async () => {
    const bot = await createBot(connection, counting)
    const eventId = await bot.receive('go')
    await takeEvent({ ctx: bot.ctx, input: { eventId } })
    expect(await bot.said()).toEqual([])
    await bot.handle(eventId)
    expect(await bot.said()).toEqual(['one'])
  })

  it('starts one conversation if it is handled twice concurrently', async () => {
    const bot = await createBot(connection, counting)
    const eventId = await bot.receive('go')
    await Promise.all([bot.handle(eventId), bot.handle(eventId), bot.handle(eventId)])
    expect(await bot.said()).toEqual(['one'])
    expect(await bot.conversations()).toHaveLength(1)
  })

  it('advances the conversation once in order with other events of the chat', async () => {
    const bot = await createBot(connection, counting)
    const ids = [await bot.receive('go'), await bot.receive('first'), await bot.receive('second')]
    const attributes = { MessageGroupId: `${bot.sessionId}:${bot.chat}` }
    const Records = ids.map((eventId) => ({
      messageId: eventId,
      body: JSON.stringify({ eventId }),
      attributes,
    }))
    expect(await handleBatch(bot.ctx, { Records } as never)).toEqual({ batchItemFailures: [] })
    expect(await bot.said()).toEqual(['one', 'two: first', 'three: second'])
    expect(await bot.conversation()).toMatchObject({ status: 'completed' })
  })

  it('needs one query in a session without flows', async () => {
    const bot = await createBot(connection, counting)
    await deleteFlow({ ctx: bot.ctx, input: { flowId: bot.flowId } })
    const eventId = await bot.receive('go')
    const queries: PropertyKey[] = []
    const db = new Proxy(bot.ctx.db, {
      get(target, name) {
        if (['select', 'insert', 'update', 'execute', 'transaction'].includes(String(name)))
          queries.push(name)
        return Reflect.get(target, name)
      },
    })
    expect(await takeEvent({ ctx: { db, now: bot.ctx.now }, input: { eventId } })).toBeNull()
    expect(queries).toEqual(['select'])
  })

  it('is delivered to webhooks despite a broken flow', async () => {
    const bot = await createBot(connection, counting)
    await subscribe(bot.ctx, 'http://127.0.0.1:9/')
    await bot.ctx.db.update(flowVersions).set({ definition: {} }).where(eq(flowVersions.flowId, bot.flowId))
    const eventId = await bot.receive('go')
    await bot.handle(eventId)
    expect(await bot.ctx.db.select().from(deliveries).where(eq(deliveries.eventId, eventId))).toHaveLength(1)
  })

  it('starts nothing if it is not for a bot: a reaction, a group, an own message, a channel', async () => {
    const bot = await createBot(connection, counting)
    await bot.hear('go', { type: 'reaction' })
    await bot.hear('go', { chat: '120363000000000001@g.us' })
    await bot.hear('go', { fromMe: true })
    for (const chat of ['120363000000000001@newsletter', '0@s.whatsapp.net', '13135550002@bot'])
      await bot.hear('go', { chat })
    expect(await bot.conversations()).toEqual([])
  })

  it('starts a flow in a group if the flow accepts groups', async () => {
    const triggerValue = { keywords: ['go'], groups: true }
    const bot = await createBot(connection, counting, { triggerValue })
    await bot.hear('go', { chat: '120363000000000001@g.us' })
    expect(await bot.conversation()).toMatchObject({ chat: '120363000000000001@g.us' })
  })
})

describe('the CPU time of a flow', () => {
  /** Returns consecutive conditions, each with a slow pattern that publishing accepts. */
  const hungry = (count: number) => {
    const rules = [{ variable: 'last_text', operator: 'regex', value: '(a?){110}b' }]
    const conditions = Array.from({ length: count }, (_, index) => {
      const next = index + 1 < count ? `s${index + 1}` : null
      return [`s${index}`, { type: 'condition', config: { rules }, connections: { true: next, false: next } }]
    })
    return { hello: say('Hello', { default: 's0' }), ...Object.fromEntries(conditions) }
  }
  const anything = { triggerValue: { keywords: ['a'] } }

  it('is limited for a message: the conversation fails with a typed error, and earlier texts are sent', async () => {
    const bot = await createBot(connection, hungry(99), anything)
    await bot.hear('a'.repeat(1_000))
    const { status, errorCode, error, transcript } = await bot.conversation()
    expect([status, errorCode, error]).toEqual([
      'failed',
      'cpu_budget_exceeded',
      expect.stringContaining('200 ms of CPU'),
    ])
    expect(transcript.at(-1)).toMatchObject({ kind: 'ended', errorCode: 'cpu_budget_exceeded' })
    expect(transcript.filter(({ kind }) => kind === 'step').length).toBeLessThan(99)
    expect(await bot.said()).toEqual(['Hello'])
  })

  it('is used while no transaction is open', async () => {
    const bot = await createBot(connection, counting)
    let open = 0
    const during: number[] = []
    const { db } = bot.ctx
    const transaction: typeof db.transaction = async (work, config) => {
      open += 1
      try {
        return await db.transaction(work, config)
      } finally {
        open -= 1
      }
    }
    bot.ctx.db = new Proxy(db, {
      get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name)),
    })
    bot.ctx.cpuMeter = {
      start() {
        during.push(open)
        return () => 0
      },
    }
    await bot.hear('go')
    await bot.hear('x')
    expect(await bot.said()).toEqual(['one', 'two: x'])
    expect(new Set(during)).toEqual(new Set([0]))
  })

  it('is used again if the conversation changed meanwhile, and no change is overwritten', async () => {
    const bot = await createBot(connection, counting)
    await bot.hear('go')
    const { id: runId } = await bot.conversation()
    const { db } = bot.ctx
    let isFirst = true
    const transaction: typeof db.transaction = async (work, config) => {
      if (isFirst) {
        isFirst = false
        await steerRun({ ctx: { ...bot.ctx, db }, input: { flowId: bot.flowId, runId, action: 'pause' } })
      }
      return await db.transaction(work, config)
    }
    bot.ctx.db = new Proxy(db, {
      get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name)),
    })
    await bot.hear('x')
    expect(await bot.said()).toEqual(['one'])
    const { status, transcript } = await bot.conversation()
    expect([status, transcript.at(-1)]).toMatchObject(['paused', { kind: 'received', ignored: true }])
  })
})

describe("a bot's text", () => {
  it.each([
    ['a moment later', true],
    ['by the sweeper, where QStash can not be reached either', false],
  ])('is sent %s if the queue is unreachable, once and in order', async (_, qstashIsUp) => {
    const zero = say('zero', { default: 'a2' })
    const bot = await createBot(connection, { ...counting, a: zero, a2: say('one', { default: 'b' }) })
    const { commands } = bot.ctx
    const send = async () => {
      throw new ServiceUnavailable({ dependency: 'queue' })
    }
    Object.assign(bot.ctx, { commands: { ...commands, send }, qstashIsUp })
    await bot.hear('go')
    expect(await bot.said()).toEqual([])
    Object.assign(bot.ctx, { commands, qstashIsUp: true })
    await bot.pass(qstashIsUp ? 5 : 61)
    if (!qstashIsUp) await sweepRuns({ ctx: bot.ctx })
    await bot.pass(0)
    expect(await bot.said()).toEqual(['zero', 'one'])
  })

  it('is sent once by the next host after a crash', async () => {
    const bot = await createBot(connection, counting)
    await bot.hear('go')
    // The crashed host had sent the text without recording it, and its claim still exists.
    const { id } = await bot.conversation()
    await bot.ctx.db
      .update(flowRunEntries)
      .set({ pending: true })
      .where(and(eq(flowRunEntries.runId, id), eq(flowRunEntries.kind, 'sent')))
    await bot.ctx.db.execute(
      `update flow_runs set claimed_until = '${new Date(bot.ctx.now().getTime() + 40_000).toISOString()}' where id = '${id}'`,
    )
    await bot.hear('x')
    expect(await bot.said()).toEqual(['one'])
    bot.ctx.advance(61_000)
    await sweepRuns({ ctx: bot.ctx })
    await bot.pass(0)
    expect(await bot.said()).toEqual(['one', 'two: x'])
  })

  it('is sent once and in order by concurrent hosts', async () => {
    const bot = await createBot(connection, {
      ...counting,
      c: say('two', { default: 'c2' }),
      c2: say('{{last_reply}}', { default: 'd' }),
    })
    await bot.hear('go')
    const eventId = await bot.receive('x')
    const { id: runId } = await bot.conversation()
    const hosts = Array.from({ length: 4 }, () => continueRun({ ctx: bot.ctx, input: { runId } }))
    await Promise.all([bot.handle(eventId), bot.handle(eventId), ...hosts])
    expect(await bot.said()).toEqual(['one', 'two', 'x'])
  })

  it("fails the conversation with a reason if the plan's messages are used up", async () => {
    const bot = await createBot(connection, counting)
    const { db, appId } = bot.ctx
    const [app] = await db.select().from(apps).where(eq(apps.id, appId))
    await db
      .update(accounts)
      .set({ plan: 'starter' })
      .where(eq(accounts.id, app?.accountId ?? ''))
    await setUsed({ services: bot.ctx }, app?.accountId ?? '', 5_000)
    await bot.hear('go')
    expect(await bot.said()).toEqual([])
    expect(await bot.conversation()).toMatchObject({
      ...{ status: 'failed', error: 'Monthly message limit (5000) exceeded' },
      transcript: [
        { kind: 'received' },
        { kind: 'sent' },
        { kind: 'step' },
        { kind: 'ended', status: 'failed' },
      ],
    })
  })

  it('fails the conversation with a reason if the session is not paired', async () => {
    const bot = await createBot(connection, counting)
    await bot.ctx.db.update(sessions).set({ pairedAt: null }).where(eq(sessions.id, bot.sessionId))
    await bot.hear('go')
    const { status, error } = await bot.conversation()
    expect([status, error]).toEqual(['failed', expect.stringContaining('not linked to a phone')])
  })

  it('fails the conversation also at the end of a flow', async () => {
    const bot = await createBot(connection, { a: say('one', { default: 'b' }), b: say('two') })
    await bot.ctx.db.update(sessions).set({ pairedAt: null }).where(eq(sessions.id, bot.sessionId))
    await bot.hear('go')
    const { status, error } = await bot.conversation()
    expect([status, error]).toEqual(['failed', expect.stringContaining('not linked to a phone')])
  })
})

describe('a suspended account', () => {
  const suspend = async ({ ctx }: Bot, suspendedAt: Date | null) => {
    const [app] = await ctx.db.select().from(apps).where(eq(apps.id, ctx.appId))
    await ctx.db
      .update(accounts)
      .set({ suspendedAt })
      .where(eq(accounts.id, app?.accountId ?? ''))
  }

  it('starts no conversation and handles no reply', async () => {
    const bot = await createBot(connection, counting)
    await suspend(bot, bot.ctx.now())
    await bot.hear('go')
    expect(await bot.conversations()).toEqual([])
    await suspend(bot, null)
    await bot.hear('go')
    await suspend(bot, bot.ctx.now())
    await bot.hear('x')
    expect(await bot.said()).toEqual(['one'])
  })

  it('sends nothing when a timer ends', async () => {
    const delay = { type: 'delay' as const, config: { seconds: 60 }, connections: { default: 'b' } }
    const bot = await createBot(connection, { a: delay, b: say('late') })
    await bot.hear('go')
    await suspend(bot, bot.ctx.now())
    await bot.pass(60)
    expect(await bot.said()).toEqual([])
    expect(await bot.conversation()).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('suspended'),
    })
  })
})

describe('the sweeper', () => {
  it('ends and continues conversations despite an unreadable version of another flow', async () => {
    const delay = { type: 'delay' as const, config: { seconds: 60 }, connections: { default: null } }
    const [broken, idle, waiting] = [
      await createBot(connection, counting),
      await createBot(connection, counting),
      await createBot(connection, { a: delay }),
    ]
    for (const bot of [broken, idle, waiting]) await bot.hear('go')
    await broken.ctx.db
      .update(flowVersions)
      .set({ definition: {} })
      .where(eq(flowVersions.flowId, broken.flowId))
    const ctx = { ...waiting.ctx, now: () => new Date(idle.ctx.now().getTime() + 86_400_000) }
    waiting.ctx.published.splice(0)
    await sweepRuns({ ctx })
    expect(await idle.conversation()).toMatchObject({ status: 'expired' })
    const { id: runId } = await waiting.conversation()
    expect(waiting.ctx.published.map(({ input }) => input)).toContainEqual({
      runId,
      turn: expect.any(Number),
    })
    expect(await broken.conversation()).toMatchObject({ status: 'expired' })
  })
})

describe('a wait', () => {
  const waiting = {
    a: ask({ timeout: 60, timeoutAction: 'branch' }, { default: 'c', timeout: 'b' }),
    b: { type: 'delay' as const, config: { seconds: 3_600 }, connections: { default: 'c' } },
    c: say('{{last_reply}} at {{now}}'),
  }

  it('ends at its time, once for a repeated job', async () => {
    const bot = await createBot(connection, waiting)
    await bot.hear('go')
    const [job] = bot.ctx.published
    await bot.pass(59)
    expect(await kinds(bot)).not.toContain('timer')
    await bot.pass(1)
    if (job) bot.ctx.published.push({ ...job, deduplicationId: 'again' })
    await bot.pass(60)
    expect(await bot.conversation()).toMatchObject({ status: 'active', waitingFor: 'delay' })
    await bot.pass(3_600)
    expect(await bot.conversation()).toMatchObject({ status: 'completed' })
    expect(await bot.said()).toHaveLength(1)
  })

  it('does not end again after a reply', async () => {
    const bot = await createBot(connection, waiting)
    await bot.hear('go')
    await bot.pass(30)
    await bot.hear('early')
    await bot.pass(60)
    expect(await bot.said()).toEqual([expect.stringContaining('early')])
  })

  it('ends a little later if QStash never got the job', async () => {
    const bot = await createBot(connection, waiting)
    bot.ctx.qstashIsUp = false
    await bot.hear('go')
    bot.ctx.qstashIsUp = true
    await bot.pass(76)
    await sweepRuns({ ctx: bot.ctx })
    await bot.pass(0)
    expect(await bot.conversation()).toMatchObject({ waitingFor: 'delay' })
  })

  it('without a time-out expires after a day', async () => {
    const bot = await createBot(connection, counting)
    await bot.hear('go')
    await bot.pass(86_399)
    await sweepRuns({ ctx: bot.ctx })
    expect(await bot.conversation()).toMatchObject({ status: 'active' })
    await bot.pass(1)
    await sweepRuns({ ctx: bot.ctx })
    expect(await bot.conversation()).toMatchObject({ status: 'expired' })
    await bot.hear('go')
    expect(await bot.conversations()).toHaveLength(2)
  })
})

describe('a human on the phone', () => {
  it('silences the bot, which resumes at the same step', async () => {
    const bot = await createBot(connection, counting)
    await bot.hear('go')
    await bot.hear('let me help', { fromMe: true })
    await bot.hear('thank you')
    expect(await bot.said()).toEqual(['one'])
    const { id: runId, status, transcript } = await bot.conversation()
    expect([status, transcript.at(-1)]).toMatchObject(['paused', { kind: 'received', ignored: true }])
    await steerRun({ ctx: bot.ctx, input: { flowId: bot.flowId, runId, action: 'resume' } })
    await bot.hear('again')
    expect(await bot.said()).toEqual(['one', 'two: again'])
  })

  it('also silences texts that were delayed, until the bot resumes', async () => {
    const bot = await createBot(connection, counting)
    const { commands } = bot.ctx
    const send = async () => {
      throw new ServiceUnavailable({ dependency: 'queue' })
    }
    Object.assign(bot.ctx, { commands: { ...commands, send } })
    await bot.handle(await bot.receive('go'))
    await bot.hear('let me help', { fromMe: true })
    Object.assign(bot.ctx, { commands })
    await bot.pass(61)
    await sweepRuns({ ctx: bot.ctx })
    await bot.pass(60)
    expect(await bot.said()).toEqual([])
    const { id: runId } = await bot.conversation()
    await steerRun({ ctx: bot.ctx, input: { flowId: bot.flowId, runId, action: 'resume' } })
    expect(await bot.said()).toEqual(['one'])
  })

  it('silences a conversation under a LID whose number is known now', async () => {
    const bot = await createBot(connection, counting)
    const lid = '123456789012347@lid'
    await bot.hear('go', { chat: lid })
    await bot.ctx.db.insert(lidMappings).values({ sessionId: bot.sessionId, lid, phoneJid: bot.chat })
    await bot.hear('let me help', { fromMe: true })
    expect(await bot.conversations()).toMatchObject([{ status: 'paused', chat: bot.chat }])
  })

  it('stops the timer of a wait', async () => {
    const bot = await createBot(connection, {
      a: ask({ timeout: 60, timeoutAction: 'end' }, { default: null }),
    })
    await bot.hear('go')
    await bot.pass(40)
    await bot.hear('me', { fromMe: true })
    await bot.pass(600)
    const { id: runId } = await bot.conversation()
    await steerRun({ ctx: bot.ctx, input: { flowId: bot.flowId, runId, action: 'resume' } })
    await bot.pass(19)
    expect(await bot.conversation()).toMatchObject({ status: 'active' })
    await bot.pass(1)
    expect(await bot.conversation()).toMatchObject({ status: 'abandoned' })
  })

  it('keeps the chat for a day after the last message, so that no conversation starts', async () => {
    const bot = await createBot(connection, counting)
    await bot.hear('go')
    await bot.hear('me', { fromMe: true })
    await bot.pass(80_000)
    await bot.hear('go')
    await bot.pass(80_000)
    await sweepRuns({ ctx: bot.ctx })
    expect(await bot.conversation()).toMatchObject({ status: 'paused' })
    await bot.pass(6_400)
    await bot.hear('go')
    expect((await bot.conversations()).map(({ status }) => status)).toEqual(['expired', 'active'])
  })
})

describe('a conversation', () => {
  it('finishes with the version of its start', async () => {
    const bot = await createBot(connection, counting)
    const { ctx, flowId } = bot
    await bot.hear('go')
    const stepId = bot.stepIds.c ?? ''
    await updateStep({ ctx, input: { flowId, stepId, config: { message: 'changed' } } })
    await publishFlow({ ctx, input: { flowId } })
    await bot.hear('x')
    await bot.hear('y')
    await bot.hear('go')
    await bot.hear('z')
    expect(await bot.said()).toEqual(['one', 'two: x', 'three: y', 'one', 'changed'])
  })

  it('keeps its version, and unused versions are pruned', async () => {
    const bot = await createBot(connection, counting)
    const { ctx, flowId } = bot
    await bot.hear('go')
    for (let time = 0; time < 4; time += 1) await publishFlow({ ctx, input: { flowId } })
    const versions = await ctx.db.select().from(flowVersions).where(eq(flowVersions.flowId, flowId))
    expect(versions.map(({ number }) => number).sort()).toEqual([1, 4, 5])
    await bot.hear('x')
    expect(await bot.said()).toEqual(['one', 'two: x'])
  })

  it('under a LID continues under its number', async () => {
    const bot = await createBot(connection, counting)
    await bot.hear('go', { chat: '123456789012345@lid' })
    await bot.hear('x', { lid: '123456789012345@lid' })
    expect(await bot.conversations()).toMatchObject([{ chat: bot.chat }])
    expect((await bot.said()).at(-1)).toBe('two: x')
  })

  it('under a number continues beside another under its LID', async () => {
    const bot = await createBot(connection, counting)
    await bot.hear('go', { chat: '123456789012346@lid' })
    await bot.hear('go')
    await bot.hear('x', { lid: '123456789012346@lid' })
    await bot.hear('y', { lid: '123456789012346@lid' })
    expect(await bot.said()).toEqual(['one', 'one', 'two: x', 'three: y'])
  })

  it('continues after its trigger becomes invalid', async () => {
    const bot = await createBot(connection, counting)
    await bot.hear('go')
    const [version] = await bot.ctx.db.select().from(flowVersions).where(eq(flowVersions.flowId, bot.flowId))
    const definition = { ...version?.definition, triggerValue: { keywords: ['('], matchType: 'regex' } }
    await bot.ctx.db.update(flowVersions).set({ definition }).where(eq(flowVersions.flowId, bot.flowId))
    await bot.hear('x')
    expect(await bot.said()).toEqual(['one', 'two: x'])
  })

  it('is kept as long as messages are, from its end', async () => {
    const bot = await createBot(connection, counting)
    await bot.hear('go')
    await bot.hear('stop')
    await bot.hear('go')
    bot.ctx.advance(30 * 86_400_000 + 1_000)
    await pruneRuns({ ctx: bot.ctx, input: NO_BOUNDS })
    expect(await bot.conversations()).toMatchObject([{ status: 'active' }])
  })

  it('ends without a text when its flow is deleted, also with a timer', async () => {
    const bot = await createBot(connection, {
      a: ask({ timeout: 5 }, { default: 'b', timeout: 'b' }),
      b: say('late'),
    })
    await bot.hear('go')
    await deleteFlow({ ctx: bot.ctx, input: { flowId: bot.flowId } })
    await bot.pass(10)
    expect(await bot.said()).toEqual([])
  })

  it('frees its chat at once when its flow is deleted', async () => {
    const bot = await createBot(connection, { a: ask({}, { default: 'a' }) })
    await bot.hear('go')
    await deleteFlow({ ctx: bot.ctx, input: { flowId: bot.flowId } })
    await bot.publish({ b: say('again') })
    await bot.hear('go')
    expect((await bot.said()).at(-1)).toMatch('again')
  })
})

describe('first contact', () => {
  const given = { triggerType: 'first_contact', triggerValue: {} }
  const hello = { a: say('Welcome') }

  it('is the first message of a chat, also if the second is already stored', async () => {
    const bot = await createBot(connection, hello, given)
    const ids = [await bot.receive('hi'), await bot.receive('anybody?')]
    for (const id of ids) await bot.handle(id)
    expect(await bot.said()).toEqual(['Welcome'])
    await bot.hear('again')
    expect(await bot.said()).toEqual(['Welcome'])
  })

  it('is also the first message after a call that the history has', async () => {
    const bot = await createBot(connection, hello, given)
    await bot.receive('', { type: 'call_log', timestamp: 1_500_000_000 })
    await bot.hear('hi')
    expect(await bot.said()).toEqual(['Welcome'])
  })

  it('does not apply if the history has an earlier message from any source', async () => {
    const bot = await createBot(connection, hello, given)
    const eventId = await bot.receive('hi')
    // The phone syncs this message later, with an earlier timestamp.
    await bot.receive('years ago', { timestamp: 1_500_000_000 })
    await bot.handle(eventId)
    expect(await bot.said()).toEqual([])
  })
})
