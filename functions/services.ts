import type { z } from 'zod'
import { ConfigError } from '#shared/config/readConfig.ts'
import { openKeyring } from '#shared/crypto/index.ts'
import { connectDatabase } from '#shared/database/index.ts'
import { publishEvents } from '#shared/domain/events/index.ts'
import { createLogger } from '#shared/logger.ts'
import { openMediaStore } from '#shared/media/index.ts'
import {
  createCommandQueue,
  createEventQueue,
  createJobQueue,
  createSqsClient,
} from '#shared/queues/index.ts'
import { createRateLimiter, upstashLimit } from './api/rateLimit/index.ts'
import type { ApiServices } from './api/services.ts'
import type { functionEnvironment } from './config.ts'

/** A Lambda serves one request at a time; a few connections are for the queries that one request has in parallel. */
const LAMBDA_CONNECTIONS = 4
const DAY_MS = 24 * 3_600_000

/** Builds what functions are built on, once a process. */
export async function createServices(
  config: z.output<typeof functionEnvironment>,
  options: { name: string; maxConnections?: number },
): Promise<ApiServices & { close(): Promise<void> }> {
  const log = createLogger({ level: config.LOG_LEVEL, name: options.name })
  const now = () => new Date()
  const limit = config.VESPER_RATE_LIMIT
  const sqs = createSqsClient(config)
  const database = connectDatabase(config, {
    maxConnections: options.maxConnections ?? LAMBDA_CONNECTIONS,
    queryTimeoutMs: 10_000,
    onIdleError: (err) => log.warn({ err }, 'database.connection_lost'),
  })
  const core = { db: database.db, events: createEventQueue(sqs, config), log, now }
  return {
    ...core,
    // A Lambda is frozen once it has answered, so that this can't be left to the background.
    outbox: {
      async wake(sessionId) {
        await publishEvents({ ctx: core, input: { sessionIds: [sessionId] } }).catch((err: unknown) =>
          log.warn({ err }, 'outbox.publish_failed'),
        )
      },
    },
    commands: createCommandQueue(sqs, config),
    jobs: createJobQueue(config, log),
    keyring: await openKeyring(config),
    rateLimit: createRateLimiter({ limit, shared: sharedLimit(config), log, now }),
    media: openMediaStore(config),
    settings: {
      sendWithinMs: config.VESPER_SEND_WITHIN_SECONDS * 1000,
      keepMessagesMs: config.VESPER_KEEP_MESSAGES_DAYS * DAY_MS,
      keepDeliveriesMs: config.VESPER_KEEP_DELIVERIES_DAYS * DAY_MS,
      urlPolicy: {
        allowHttp: config.VESPER_ALLOW_PRIVATE_URLS,
        allowPrivate: config.VESPER_ALLOW_PRIVATE_URLS,
      },
      adminToken: config.VESPER_ADMIN_TOKEN,
      trustedProxies: config.VESPER_TRUSTED_PROXIES,
    },
    async pingDatabase() {
      await database.db.execute('select 1')
    },
    async close() {
      await database.close()
      sqs.destroy()
    },
  }
}

/** @throws ConfigError where only one of the two is set: it would count in no place that anybody expects */
function sharedLimit(config: z.output<typeof functionEnvironment>) {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token, VESPER_RATE_LIMIT: limit } = config
  if (url !== undefined && token !== undefined) return upstashLimit({ url, token, limit })
  if (url === token) return undefined
  const key = url === undefined ? 'UPSTASH_REDIS_REST_URL' : 'UPSTASH_REDIS_REST_TOKEN'
  throw new ConfigError([{ key, problem: 'is required where the other of the two is set' }])
}
