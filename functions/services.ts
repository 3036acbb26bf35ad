import type { z } from 'zod'
import { ConfigError } from '#shared/config/readConfig.ts'
import type { DatabaseEnvironment, LogEnvironment } from '#shared/contracts/environment.ts'
import { openKeyring } from '#shared/crypto/index.ts'
import { CLIENT_LIMITS, connectDatabase } from '#shared/database/index.ts'
import type { Context, Outbox } from '#shared/domain/context.ts'
import { publishEvents } from '#shared/domain/events/index.ts'
import { createLogger, type Logger } from '#shared/logger.ts'
import { openMediaStore } from '#shared/media/index.ts'
import { logMetrics, noMetrics } from '#shared/metrics.ts'
import {
  createCommandQueue,
  createEventQueue,
  createJobQueue,
  createSqsClient,
} from '#shared/queues/index.ts'
import { createRateLimiter, type SharedLimit } from './api/rateLimit/index.ts'
import type { ApiServices } from './api/services.ts'
import type { apiEnvironment, SettingsEnvironment, sweeperEnvironment } from './config.ts'

/** A Lambda handles one request at a time. The connections serve parallel queries of one request. */
const LAMBDA_CONNECTIONS = 4
const DAY_MS = 24 * 3_600_000

export interface CoreOptions {
  name: string
  maxConnections?: number
}

/** Services of every function. */
export interface Core extends Pick<Context, 'db' | 'log' | 'metrics' | 'now'> {
  /**
   * See DatabaseConnection.
   * @throws LimitsMissing
   */
  checkLimits(): Promise<void>
  close(): Promise<void>
}

/** Creates the services of every function, once per process. */
export function openCore(config: DatabaseEnvironment & LogEnvironment, options: CoreOptions): Core {
  const log = createLogger({ level: config.LOG_LEVEL, name: options.name })
  const { db, checkLimits, close } = connectDatabase(config, {
    maxConnections: options.maxConnections ?? LAMBDA_CONNECTIONS,
    queryTimeoutMs: CLIENT_LIMITS.functions,
    limits: 'role',
    onIdleError: (err) => log.warn({ err }, 'database.connection_lost'),
  })
  const now = () => new Date()
  // The check runs while the rest of the process starts.
  checkLimits().catch((err: unknown) => log.fatal({ err }, 'database.limits_missing'))
  const namespace = config.VESPER_METRICS_NAMESPACE
  const metrics = namespace === undefined ? noMetrics : logMetrics(log, now, namespace)
  return { db, log, metrics, now, checkLimits, close }
}

/**
 * Creates an outbox that publishes immediately. A Lambda is frozen after its answer, so that it cannot publish in the background.
 */
function createOutbox(ctx: Pick<Context, 'db' | 'events' | 'now'> & { log: Logger }): Outbox {
  return {
    async wake(sessionId) {
      await publishEvents({ ctx, input: { sessionIds: [sessionId] } }).catch((err: unknown) =>
        ctx.log.warn({ err }, 'outbox.publish_failed'),
      )
    },
  }
}

/** Reads the settings of the verbs. */
function toSettings(config: SettingsEnvironment): Context['settings'] {
  return {
    sendWithinMs: config.VESPER_SEND_WITHIN_SECONDS * 1000,
    keepMessagesMs: config.VESPER_KEEP_MESSAGES_DAYS * DAY_MS,
    keepDeliveriesMs: config.VESPER_KEEP_DELIVERIES_DAYS * DAY_MS,
    campaignTimeScale: config.VESPER_CAMPAIGN_TIME_SCALE,
    urlPolicy: {
      allowHttp: config.VESPER_ALLOW_PRIVATE_URLS,
      allowPrivate: config.VESPER_ALLOW_PRIVATE_URLS,
    },
  }
}

/** Creates the services of functions that react to events and jobs: the database and the three queues. */
export function openQueues(
  config: z.output<typeof sweeperEnvironment>,
  options: CoreOptions,
): Core & Pick<Context, 'commands' | 'events' | 'outbox' | 'jobs' | 'settings'> {
  const core = openCore(config, options)
  const sqs = createSqsClient(config)
  const events = createEventQueue(sqs, config)
  return {
    ...core,
    events,
    outbox: createOutbox({ ...core, events }),
    commands: createCommandQueue(sqs, config),
    jobs: createJobQueue(config, core.log),
    settings: toSettings(config),
    async close() {
      await core.close()
      sqs.destroy()
    },
  }
}

/** Creates the services of the API, once per process: the whole context of a verb. */
export async function createServices(
  config: z.output<typeof apiEnvironment>,
  options: CoreOptions,
): Promise<ApiServices & Pick<Core, 'checkLimits' | 'close'>> {
  const base = openQueues(config, options)
  return {
    ...base,
    keyring: await openKeyring(config),
    rateLimit: createRateLimiter({
      limit: config.VESPER_RATE_LIMIT,
      shared: await sharedLimit(config),
      log: base.log,
      now: base.now,
    }),
    media: openMediaStore(config),
    settings: {
      ...base.settings,
      adminToken: config.VESPER_ADMIN_TOKEN,
      trustedProxies: config.VESPER_TRUSTED_PROXIES,
    },
    async pingDatabase() {
      await base.db.execute('select 1')
    },
  }
}

/**
 * Returns the shared rate limit, or undefined without Redis.
 * @throws ConfigError if only one of URL and token is set, because the count would silently be local
 */
async function sharedLimit(config: z.output<typeof apiEnvironment>): Promise<SharedLimit | undefined> {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token, VESPER_RATE_LIMIT: limit } = config
  if (url !== undefined && token !== undefined) {
    // A start without Redis does not wait for the SDK.
    const { upstashLimit } = await import('./api/rateLimit/upstash.ts')
    return upstashLimit({ url, token, limit })
  }
  if (url === token) return undefined
  const key = url === undefined ? 'UPSTASH_REDIS_REST_URL' : 'UPSTASH_REDIS_REST_TOKEN'
  throw new ConfigError([{ key, problem: 'is required if the other one is set' }])
}
