import type { Keyring } from '#shared/crypto/index.ts'
import type { Database } from '#shared/database/index.ts'
import type { UrlPolicy } from '#shared/http/index.ts'
import type { Logger } from '#shared/logger.ts'
import type { MediaStore } from '#shared/media/index.ts'
import type { Metrics } from '#shared/metrics.ts'
import type { CommandQueue, EventQueue, JobQueue } from '#shared/queues/index.ts'
import type { CpuMeter } from './chatbot/budget/index.ts'
import type { Repeatable } from './repeatable.ts'

/** What a verb may touch. No HTTP, no SQS, and no clock but `now`. */
export interface Context {
  db: Database
  commands: CommandQueue
  events: EventQueue
  outbox: Outbox
  jobs: JobQueue
  keyring: Keyring
  media: MediaStore
  log: Logger
  metrics: Metrics
  now(): Date
  /** Measures the CPU of flows; the process' own meter where there is none. */
  cpuMeter?: CpuMeter
  settings: {
    /** How long an accepted message waits for its session to be connected before it ends FAILED. */
    sendWithinMs: number
    /** How long messages are kept, and how long events and their deliveries are. */
    keepMessagesMs: number
    keepDeliveriesMs: number
    /** What the delays of campaigns are multiplied with: 1, but for a sandbox. */
    campaignTimeScale: number
    /** Which URLs of users may be fetched. */
    urlPolicy: UrlPolicy
  }
}

/** Sees to it that what was written into the outbox is published. */
export interface Outbox {
  /**
   * There is something of this session in it, and it has been committed. Never throws: what is not published now, the
   * sweeper publishes.
   */
  wake(sessionId: string): Promise<void>
}

/** What sending takes of it: everything but secrets, for which the events' function has no right. */
export type SendContext = Omit<AppContext, 'keyring'>

/** A verb's context on behalf of a tenant: everything it reads or writes is filtered by this app. */
export interface AppContext extends Context, Repeatable {
  appId: string
}
