import type { Clock } from '../clock.ts'

/** A consumer's request for messages. */
export interface Ask {
  /** Largest number of messages. */
  most: number
  /** Visibility of the received messages, in ms. */
  visibilityMs?: number | undefined
}

interface Poll<T> {
  ask: Ask
  answer(received: T[]): void
}

/** Consumers that wait for messages. The consumer that has waited longest is served first. */
export class Polls<T> {
  readonly #clock: Clock
  readonly #take: (ask: Ask) => T[]
  readonly #waiting = new Set<Poll<T>>()

  /**
   * Creates an empty list.
   * @param take takes the messages that are available now
   */
  constructor(clock: Clock, take: (ask: Ask) => T[]) {
    this.#clock = clock
    this.#take = take
  }

  get size(): number {
    return this.#waiting.size
  }

  /** Waits for messages for at most `waitMs`. After an abort of the signal, the poll returns no message. */
  async open(ask: Ask, waitMs: number, signal: AbortSignal): Promise<T[]> {
    if (signal.aborted) return []
    const received = this.#take(ask)
    if (received.length > 0 || waitMs === 0) return received
    return await new Promise((resolve) => {
      const giveUp = () => poll.answer([])
      const callOff = this.#clock.setTimeout(giveUp, waitMs)
      const poll: Poll<T> = {
        ask,
        answer: (received) => {
          callOff()
          signal.removeEventListener('abort', giveUp)
          this.#waiting.delete(poll)
          resolve(received)
        },
      }
      signal.addEventListener('abort', giveUp)
      this.#waiting.add(poll)
    })
  }

  /** Offers the available messages to the waiting consumers. */
  serve(): void {
    for (const { ask, answer } of this.#waiting) {
      const received = this.#take(ask)
      if (received.length === 0) return
      answer(received)
    }
  }

  /** Ends all polls without a message. */
  close(): void {
    for (const { answer } of this.#waiting) answer([])
  }
}
