import { randomBytes } from 'node:crypto'
import { EVENTS } from '#shared/contracts/events.ts'
import { localKeyring } from '#shared/crypto/index.ts'
import { type DatabaseConnection, events } from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import type { Context } from '#shared/domain/context.ts'
import { createWebhook, webhookInput } from '#shared/domain/webhooks/index.ts'
import { createLogger } from '#shared/logger.ts'
import { noMetrics } from '#shared/metrics.ts'
import type { Job } from '#shared/queues/index.ts'

/** A context for verbs: a real database, a clock under control of the test, and a QStash that records its jobs. */
export interface TestContext extends Context {
  appId: string
  /** Published jobs that the test has not taken. */
  published: Job[]
  /** False makes QStash accept no job. */
  qstashIsUp: boolean
  advance(ms: number): void
}

/** Returns a context with a real database. Other dependencies throw unless the test replaces them. */
export function contextOn({ db }: Pick<DatabaseConnection, 'db'>): Context {
  const unexpected = new Proxy({} as never, {
    get: (_, name) => {
      throw new Error(`This test does not expect ${String(name)}`)
    },
  })
  return {
    db,
    commands: unexpected,
    media: unexpected,
    jobs: unexpected,
    events: { sendAll: async (sent) => sent.map(({ id }) => id) },
    outbox: { wake: async () => undefined },
    keyring: localKeyring(randomBytes(32)),
    log: createLogger({ level: 'silent', name: 'test' }),
    metrics: noMetrics,
    now: () => new Date(),
    settings: {
      sendWithinMs: 60_000,
      keepMessagesMs: 30 * 86_400_000,
      keepDeliveriesMs: 14 * 86_400_000,
      campaignTimeScale: 1,
      urlPolicy: { allowHttp: true, allowPrivate: true },
    },
  }
}

/** Creates a fresh app and its context. */
export async function createContext(connection: DatabaseConnection): Promise<TestContext> {
  const { appId } = await createAccount({
    ctx: connection,
    input: { name: 'Test', plan: 'self_hosted', appName: 'Test' },
  })
  let now = Date.now()
  const ctx: TestContext = {
    ...contextOn(connection),
    appId,
    now: () => new Date(now),
    published: [],
    qstashIsUp: true,
    jobs: {
      async publishAll(jobs) {
        if (!ctx.qstashIsUp) return []
        ctx.published.push(...jobs)
        return [...jobs]
      },
    },
    advance(ms) {
      now += ms
    },
  }
  return ctx
}

/** Creates a webhook for a URL. */
export async function subscribe(ctx: TestContext, url: string, given: object = {}) {
  return await createWebhook({ ctx, input: webhookInput.parse({ url, events: ['*'], ...given }) })
}

/**
 * Stores an event of a chat in the outbox.
 * @returns its id
 */
export async function happen(ctx: TestContext, chat = '905551234567@s.whatsapp.net', text = 'hello') {
  const { example } = EVENTS['message.received']
  const [row] = await ctx.db
    .insert(events)
    .values({
      appId: ctx.appId,
      sessionId: 'YoNofiM9vtHy',
      chat,
      type: 'message.received',
      data: { ...example, content: { ...example.content, text, base64: '' } },
      occurredAt: ctx.now(),
    })
    .returning({ id: events.id })
  return row?.id ?? ''
}

/** Bounds of background work that ends by itself. */
export const NO_BOUNDS = { until: new Date(8.64e15) }
