import { randomInt } from 'node:crypto'
import { and, asc, eq } from 'drizzle-orm'
import { handleRecord } from '#functions/index.ts'
import type { StoredEvent } from '#shared/contracts/events.ts'
import { JOBS } from '#shared/contracts/jobs.ts'
import type { MessageType } from '#shared/contracts/messages.ts'
import { type DatabaseConnection, events, messages, sessions } from '#shared/database/index.ts'
import {
  addStep,
  arrangeSteps,
  continueRun,
  createFlow,
  flowInput,
  listRuns,
  publishFlow,
  stepInput,
} from '#shared/domain/chatbot/index.ts'
import type { Sketch } from '#shared/domain/chatbot/testing.ts'
import { newMessageId, newSessionId } from '#shared/ids.ts'
import { phoneJid } from '#shared/jid.ts'
import { createContext, type TestContext } from './context.ts'

/** Properties of a received message. */
export interface Written {
  chat?: string
  fromMe?: boolean
  type?: MessageType
  selectedId?: string
  lid?: string
  pushName?: string
  /** Unix seconds. */
  timestamp?: number
}

/** A published flow, a customer, and a stand-in for QStash. */
export class Bot {
  readonly ctx: TestContext
  readonly sessionId = newSessionId()
  readonly chat = phoneJid(`90555${randomInt(1_000_000, 9_999_999)}`)
  flowId = ''
  /** The ids of the steps, by the names in the test. */
  stepIds: Record<string, string> = {}
  readonly #scheduled = new Map<string, { dueMs: number; runId: string; turn: number | undefined }>()

  constructor(ctx: TestContext) {
    this.ctx = ctx
    ctx.commands = { send: async () => undefined, sendAll: async () => [] }
  }

  /** Creates a session, and publishes a flow on it with the keyword "go". */
  async publish(steps: Record<string, Sketch>, given: object = {}): Promise<void> {
    const { ctx, sessionId } = this
    const session = { id: sessionId, appId: ctx.appId, name: sessionId, partition: 0, generation: 'run_1' }
    await ctx.db
      .insert(sessions)
      .values({ ...session, pairedAt: ctx.now() })
      .onConflictDoNothing()
    const trigger = { triggerType: 'keyword', triggerValue: { keywords: ['go'], matchType: 'exact' } }
    const input = flowInput.parse({ appId: ctx.appId, name: 'Bot', sessionId, ...trigger, ...given })
    this.flowId = (await createFlow({ ctx, input })).id
    await this.draw(steps)
    await publishFlow({ ctx, input: { flowId: this.flowId } })
  }

  /** Adds steps, and connects them by their names. */
  async draw(steps: Record<string, Sketch>): Promise<void> {
    const { ctx, flowId } = this
    for (const [name, { type, config }] of Object.entries(steps)) {
      const step = stepInput.parse({ type, config, name })
      this.stepIds[name] = (await addStep({ ctx, input: { ...step, flowId } })).id
    }
    const linked = Object.entries(steps).map(([name, { connections = {} }]) => ({
      id: this.stepIds[name] ?? '',
      connections: Object.fromEntries(
        Object.entries(connections).map(([outlet, to]) => [outlet, to && (this.stepIds[to] ?? to)]),
      ),
    }))
    await arrangeSteps({ ctx, input: { flowId, steps: linked } })
  }

  /**
   * Stores a message from the customer.
   * @returns the id of its event
   */
  async receive(text: string, written: Written = {}): Promise<string> {
    const { ctx, sessionId } = this
    const { chat = this.chat, fromMe = false, type = 'text', selectedId, lid, pushName = 'Ayşe' } = written
    const id = newMessageId()
    const { timestamp = Math.floor(ctx.now().getTime() / 1000) } = written
    const content = { text, ...(selectedId !== undefined && { selectedId }) }
    await ctx.db.insert(messages).values({
      ...{ id, sessionId, appId: ctx.appId, remoteJid: chat, sender: fromMe ? 'me' : chat },
      ...{ fromMe, type, content, timestamp, status: 'DELIVERED', source: 'contact' },
    })
    const empty = { caption: '', mimetype: '', filename: '', base64: '' } as const
    const event: StoredEvent = fromMe
      ? { type: 'message.from_phone', data: { id, to: chat, type, content, pushName } }
      : {
          type: 'message.received',
          data: {
            ...{ id, from: chat, type, timestamp, content: { ...empty, ...content }, pushName },
            ...(lid && { fromLid: lid }),
          },
        }
    const [row] = await ctx.db
      .insert(events)
      .values({ ...event, appId: ctx.appId, sessionId, chat, occurredAt: ctx.now() })
      .returning({ id: events.id })
    return row?.id ?? ''
  }

  /** Handles an event as the events function does. */
  async handle(eventId: string): Promise<void> {
    await handleRecord(this.ctx, JSON.stringify({ eventId }))
  }

  /** Stores and handles a message, with all jobs that are due at once. */
  async hear(text: string, written: Written = {}): Promise<void> {
    await this.handle(await this.receive(text, written))
    await this.pass(0)
  }

  /** Advances the clock, and runs each job of QStash when it is due. */
  async pass(seconds: number): Promise<void> {
    const until = this.ctx.now().getTime() + seconds * 1000
    for (let next = this.#nextJob(until); next; next = this.#nextJob(until)) {
      const { dueMs, runId, turn } = next
      this.ctx.advance(Math.max(0, dueMs - this.ctx.now().getTime()))
      await continueRun({ ctx: this.ctx, input: { runId, turn } })
    }
    this.ctx.advance(until - this.ctx.now().getTime())
  }

  /** Takes the published jobs, and returns the first one that is due. */
  #nextJob(until: number) {
    for (const job of this.ctx.published.splice(0)) {
      const { runId, turn } = JOBS['continue-flow'].parse(job.input)
      const dueMs = this.ctx.now().getTime() + (job.delaySeconds ?? 0) * 1000
      if (!this.#scheduled.has(job.deduplicationId))
        this.#scheduled.set(job.deduplicationId, { dueMs, runId, turn })
    }
    const [first] = [...this.#scheduled].sort(([, one], [, other]) => one.dueMs - other.dueMs)
    if (!first || first[1].dueMs > until) return undefined
    this.#scheduled.set(first[0], { ...first[1], dueMs: Number.POSITIVE_INFINITY })
    return first[1]
  }

  /** Returns the texts that the bot sent, in order. */
  async said(): Promise<(string | undefined)[]> {
    const rows = await this.ctx.db
      .select({ content: messages.content })
      .from(messages)
      .where(and(eq(messages.sessionId, this.sessionId), eq(messages.source, 'chatbot')))
      .orderBy(asc(messages.seq))
    return rows.map(({ content }) => content.text ?? content.caption)
  }

  /** Returns the conversations of the flow, in order. */
  async conversations() {
    const { ctx, flowId } = this
    return (await listRuns({ ctx, input: { flowId, limit: 100 } })).items.reverse()
  }

  /** Returns the last conversation. */
  async conversation() {
    const last = (await this.conversations()).at(-1)
    if (!last) throw new Error('The flow has no conversation')
    return last
  }
}

/** Creates a fresh app with a published flow. */
export async function createBot(
  connection: DatabaseConnection,
  steps: Record<string, Sketch>,
  given: object = {},
): Promise<Bot> {
  const bot = new Bot(await createContext(connection))
  await bot.publish(steps, given)
  return bot
}
