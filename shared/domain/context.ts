import type { Keyring } from '#shared/crypto/index.ts'
import type { Database } from '#shared/database/index.ts'
import type { UrlPolicy } from '#shared/http/index.ts'
import type { Logger } from '#shared/logger.ts'
import type { MediaStore } from '#shared/media/index.ts'
import type { Metrics } from '#shared/metrics.ts'
import type { CommandQueue, EventQueue, JobQueue } from '#shared/queues/index.ts'
import type { CpuMeter } from './chatbot/budget/index.ts'
import type { SharedSends } from './messages/send/sharedSends.ts'
import type { Repeatable } from './repeatable.ts'

/** Dependencies of a verb. A verb uses no HTTP, no SQS, and no clock other than `now`. */
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
  /** Batches the statements of concurrent sends. Absent in a process that handles one request at a time, such as a Lambda. */
  sharedSends?: Pick<SharedSends, 'loadSession' | 'accept'>
  /** Starts the parts of a deployment that sleep. Unset: they always run, as on one machine. */
  fleet?: FleetWaker | undefined
  /** CPU meter of flows. Default: the meter of the process. */
  cpuMeter?: CpuMeter
  settings: {
    /**
     * Time that an accepted message waits for its session to connect, in ms. After that time the message ends FAILED.
     */
    sendWithinMs: number
    /** Retention of messages, in ms. */
    keepMessagesMs: number
    /** Retention of events and their deliveries, in ms. */
    keepDeliveriesMs: number
    /** Factor for the delays of campaigns: 1, except with a sandbox. */
    campaignTimeScale: number
    /** Rules for the customer URLs that the gateway may fetch. */
    urlPolicy: UrlPolicy
  }
}

/** Starts the parts of a deployment that sleep. A second call changes nothing. */
export interface FleetWaker {
  /** Runs at least the minimum of connectors. */
  startConnectors(): Promise<void>
  /** Runs the sweeper each minute. */
  startSweeps(): Promise<void>
}

/** Starts and stops the parts of a deployment that sleep. */
export interface FleetSwitch extends FleetWaker {
  /** The number of connectors that run at least while a session exists. */
  readonly connectorMin: number
  stopConnectors(): Promise<void>
  /** Leaves the daily sweep. */
  stopSweeps(): Promise<void>
}

/** Publishes the events of the outbox. */
export interface Outbox {
  /**
   * Starts the publication of a session's committed events. Never throws: the sweeper publishes the events that remain.
   */
  wake(sessionId: string): Promise<void>
}

/** Context of a send, without the keyring: the function that handles events has no permission for secrets. */
export type SendContext = Omit<AppContext, 'keyring' | 'media'>

/** Context of a verb that sends a file. */
export type SendMediaContext = SendContext & Pick<Context, 'media'>

/** Context of a verb that runs for one app. The verb reads and writes only the data of this app. */
export interface AppContext extends Context, Repeatable {
  appId: string
  /** The sessions that the caller's key opens. Null or absent: all sessions of the app. */
  keySessions?: readonly string[] | null
}

/** Context of a verb that runs for an owner of webhooks: an app, or the operator. */
export interface OwnerContext extends Context, Repeatable {
  /** Null for the operator, who owns the webhooks without an app. */
  appId: string | null
}
