import type { Outbox } from '#shared/domain/context.ts'
import { publishEvents } from '#shared/domain/events/index.ts'
import type { ConnectorServices } from './services.ts'
import { pause } from './wait.ts'

const RETRY_MS = 1_000
/** Time limit of the flush in a stop. The sweeper publishes the rest. */
const FLUSH_WITHIN_MS = 5_000

/**
 * Publishes the events that the sessions of this connector write into the outbox. Sessions that were queued during a call share
 * the next call.
 */
export class OutboxPublisher implements Outbox {
  readonly #ctx: Pick<ConnectorServices, 'db' | 'events' | 'now' | 'log'>
  readonly #sessions = new Set<string>()
  readonly #stopping = new AbortController()
  #running: Promise<void> | null = null

  constructor(ctx: Pick<ConnectorServices, 'db' | 'events' | 'now' | 'log'>) {
    this.#ctx = ctx
  }

  /** Queues a session, and resolves immediately. Writers of events do not wait for the queue. */
  async wake(sessionId: string): Promise<void> {
    this.#sessions.add(sessionId)
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
  }

  /** Publishes the remaining events within a time limit. */
  async close(): Promise<void> {
    const stop = setTimeout(() => this.#stopping.abort(), FLUSH_WITHIN_MS)
    await this.#running
    clearTimeout(stop)
  }

  async #run(): Promise<void> {
    while (this.#sessions.size > 0 && !this.#stopping.signal.aborted) {
      const sessionIds = [...this.#sessions]
      this.#sessions.clear()
      if (await this.#publish(sessionIds)) continue
      for (const id of sessionIds) this.#sessions.add(id)
      await pause(RETRY_MS, this.#stopping.signal)
    }
  }

  /** Returns true if the queue took events, or if there were none. */
  async #publish(sessionIds: readonly string[]): Promise<boolean> {
    try {
      const { published, more } = await publishEvents({ ctx: this.#ctx, input: { sessionIds } })
      if (more && published > 0) for (const id of sessionIds) this.#sessions.add(id)
      return published > 0 || !more
    } catch (err) {
      this.#ctx.log.warn({ err }, 'outbox.publish_failed')
      return false
    }
  }
}
