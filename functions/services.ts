import type { z } from 'zod'
import type { DatabaseEnvironment, LogEnvironment } from '#shared/contracts/environment.ts'
import { CLIENT_LIMITS, connectDatabase } from '#shared/database/index.ts'
import type { Context, Outbox } from '#shared/domain/context.ts'
import { publishEvents } from '#shared/domain/events/index.ts'
import { createLogger, type Logger } from '#shared/logger.ts'
import { logMetrics, noMetrics } from '#shared/metrics.ts'
import { createCommandQueue, createEventQueue, createJobQueue, SqsClient } from '#shared/queues/index.ts'
import type { eventsEnvironment, SettingsEnvironment } from './config.ts'

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
  const log = createLogger({ level: config.LOG_LEVEL, name: options.name, isSync: true })
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
  config: z.output<typeof eventsEnvironment>,
  options: CoreOptions,
): Core & Pick<Context, 'commands' | 'events' | 'outbox' | 'jobs' | 'settings'> {
  const core = openCore(config, options)
  const sqs = new SqsClient(config)
  const events = createEventQueue(sqs, config, core.log)
  return {
    ...core,
    events,
    outbox: createOutbox({ ...core, events }),
    commands: createCommandQueue(sqs, config, core.log),
    jobs: createJobQueue(config, core.log),
    settings: toSettings(config),
    async close() {
      await core.close()
      sqs.destroy()
    },
  }
}
