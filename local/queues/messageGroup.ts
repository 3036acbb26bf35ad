import { Fifo } from './fifo.ts'

/** A message as it lies in a queue. */
export interface QueuedMessage {
  readonly id: string
  readonly group: string
  readonly deduplicationId: string
  readonly body: string
  /** Its place. */
  readonly sequence: number
  /** Unix time in ms. */
  readonly sentAt: number
  readonly receives: number
  /** Unix time in ms. */
  readonly firstReceivedAt: number | null
}

/** The messages of a group that are not with a consumer, in their order. */
export class MessageGroup {
  /** How many are. */
  inFlight = 0
  readonly #fresh = new Fifo<QueuedMessage>()
  /** Received before, and so before all that are fresh: the ten of one receive at the most. */
  #returned: QueuedMessage[] = []

  get isEmpty(): boolean {
    return this.#fresh.length + this.#returned.length === 0
  }

  add(message: QueuedMessage): void {
    this.#fresh.push(message)
  }

  putBack(message: QueuedMessage): void {
    this.#returned = [...this.#returned, message].sort((a, b) => a.sequence - b.sequence)
  }

  shift(): QueuedMessage | undefined {
    return this.#returned.shift() ?? this.#fresh.shift()
  }

  [Symbol.iterator](): Iterator<QueuedMessage> {
    return [...this.#returned, ...this.#fresh].values()
  }
}
