import { Fifo } from './fifo.ts'

/** A message in a queue. */
export interface QueuedMessage {
  readonly id: string
  readonly group: string
  readonly deduplicationId: string
  readonly body: string
  /** Position in the queue. */
  readonly sequence: number
  /** Unix time in ms. */
  readonly sentAt: number
  readonly receives: number
  /** Unix time in ms. */
  readonly firstReceivedAt: number | null
}

/** The messages of a group that no consumer holds, in their order. */
export class MessageGroup {
  /** The number of messages that consumers hold. */
  inFlight = 0
  readonly #fresh = new Fifo<QueuedMessage>()
  /** Returned messages, which come before all fresh messages. There are at most ten, the messages of one receive. */
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
