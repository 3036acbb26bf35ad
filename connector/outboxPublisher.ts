import type { Outbox } from '#shared/domain/context.ts'
import { publishEvents } from '#shared/domain/events/index.ts'
import type { ConnectorServices } from './services.ts'
import { pause } from './wait.ts'

const RETRY_MS = 1_000
/** What a stop waits for; what is left then, the sweeper publishes. */
const FLUSH_WITHIN_MS = 5_000

/**
 * Publishes what this connector's sessions write into the outbox: all that piled up while one call was under way goes
 * with the next.
 */
export class OutboxPublisher implements Outbox {
  readonly #ctx: Pick<ConnectorServices, 'db' | 'events' | 'now' | 'log'>
  readonly #sessions = new Set<string>()
  readonly #stopping = new AbortController()
  #running: Promise<void> | null = null

  constructor(ctx: Pick<ConnectorServices, 'db' | 'events' | 'now' | 'log'>) {
    this.#ctx = ctx
  }

  /** Resolves at once: nobody who writes events waits for the queue. */
  async wake(sessionId: string): Promise<void> {
    this.#sessions.add(sessionId)
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
  }

  /** Publishes what is left, as far as that can be done soon. */
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

  /** Answers whether the queue took something, or there was nothing. */
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
