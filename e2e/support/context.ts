import { randomBytes } from 'node:crypto'
import { localKeyring } from '#shared/crypto/index.ts'
import { type DatabaseConnection, events } from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import type { Context } from '#shared/domain/context.ts'
import { createWebhook, webhookInput } from '#shared/domain/webhooks/index.ts'
import { createLogger } from '#shared/logger.ts'
import { noMetrics } from '#shared/metrics.ts'
import type { Job } from '#shared/queues/index.ts'

/** Verbs' context on a real database, with a clock to turn and a QStash whose jobs the test makes happen itself. */
export interface TestContext extends Context {
  appId: string
  /** What was handed to QStash and not taken yet. */
  published: Job[]
  /** Whether QStash takes anything. */
  qstashIsUp: boolean
  advance(ms: number): void
}

/** What verbs touch: a real database, and of the rest what a test expects to be touched. */
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

/** The context of a fresh app. */
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

/** Subscribes a URL. */
export async function subscribe(ctx: TestContext, url: string, given: object = {}) {
  return await createWebhook({ ctx, input: webhookInput.parse({ url, events: ['*'], ...given }) })
}

/** Something that happened in a chat, as it stands in the outbox; answers its id. */
export async function happen(ctx: TestContext, chat = '905551234567@s.whatsapp.net', text = 'hello') {
  const [row] = await ctx.db
    .insert(events)
    .values({
      appId: ctx.appId,
      sessionId: 'YoNofiM9vtHy',
      chat,
      type: 'message.received',
      data: { text },
      occurredAt: ctx.now(),
    })
    .returning({ id: events.id })
  return row?.id ?? ''
}

/** Bounds of background work that is to end by itself. */
export const NO_BOUNDS = { until: new Date(8.64e15) }
