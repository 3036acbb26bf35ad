import type { Clock } from '../clock.ts'

/** What a consumer asks a queue for. */
export interface Ask {
  /** How many messages at the most. */
  most: number
  /** How long they are its own. */
  visibilityMs?: number | undefined
}

interface Poll<T> {
  ask: Ask
  answer(received: T[]): void
}

/** Consumers that wait for messages: the first that came is served first. */
export class Polls<T> {
  readonly #clock: Clock
  readonly #take: (ask: Ask) => T[]
  readonly #waiting = new Set<Poll<T>>()

  /** @param take what there is now */
  constructor(clock: Clock, take: (ask: Ask) => T[]) {
    this.#clock = clock
    this.#take = take
  }

  get size(): number {
    return this.#waiting.size
  }

  /** Answers as soon as there is something, or with nothing after that time. A signal that aborts ends it: then it is given nothing. */
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

  /** There may be something for them. */
  serve(): void {
    for (const { ask, answer } of this.#waiting) {
      const received = this.#take(ask)
      if (received.length === 0) return
      answer(received)
    }
  }

  /** Answers all with nothing. */
  close(): void {
    for (const { answer } of this.#waiting) answer([])
  }
}
