import { type Clock, systemClock } from '../clock.ts'
import { QueueDoesNotExist } from './errors.ts'
import { FifoQueue } from './fifoQueue.ts'

export interface QueueSettings {
  name: string
  /** Default 30, as in SQS. */
  visibilitySeconds?: number
  /** The name of an existing dead-letter queue, and the number of receives after which a message moves there. */
  redrive?: { to: string; maxReceives: number }
}

/** All queues of a stand-in, by name. */
export class Queues {
  readonly #clock: Clock
  readonly #byName = new Map<string, FifoQueue>()

  constructor(clock: Clock = systemClock) {
    this.#clock = clock
  }

  create({ name, visibilitySeconds = 30, redrive }: QueueSettings): void {
    const queue = new FifoQueue({
      clock: this.#clock,
      visibilityMs: visibilitySeconds * 1_000,
      ...(redrive && { redrive: { to: this.find(redrive.to), maxReceives: redrive.maxReceives } }),
    })
    this.#byName.set(name, queue)
  }

  /**
   * Returns a queue by its name, or by a URL that ends with its name.
   * @throws QueueDoesNotExist
   */
  find(nameOrUrl: string): FifoQueue {
    const queue = this.#byName.get(nameOf(nameOrUrl))
    if (!queue) throw new QueueDoesNotExist()
    return queue
  }

  /**
   * Deletes a queue with all its messages.
   * @throws QueueDoesNotExist
   */
  delete(url: string): void {
    this.find(url).close()
    this.#byName.delete(nameOf(url))
  }

  close(): void {
    for (const queue of this.#byName.values()) queue.close()
  }
}

function nameOf(nameOrUrl: string): string {
  return nameOrUrl.slice(nameOrUrl.lastIndexOf('/') + 1)
}
