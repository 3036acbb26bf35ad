import type { Clock } from '../clock.ts'
import type { QueuedMessage } from './messageGroup.ts'

interface Flight {
  message: QueuedMessage
  /** Stops the clock of its visibility. */
  hold(): void
}

/** The messages that are with consumers, by receipt handle: each for as long as its visibility lasts. */
export class Flights {
  readonly #clock: Clock
  readonly #onEnd: (message: QueuedMessage) => void
  readonly #byHandle = new Map<string, Flight>()

  /** @param onEnd takes back a message whose visibility has ended */
  constructor(clock: Clock, onEnd: (message: QueuedMessage) => void) {
    this.#clock = clock
    this.#onEnd = onEnd
  }

  start(handle: string, message: QueuedMessage, visibilityMs: number): void {
    const hold = this.#clock.setTimeout(() => {
      this.#byHandle.delete(handle)
      this.#onEnd(message)
    }, visibilityMs)
    this.#byHandle.set(handle, { message, hold })
  }

  /** Ends one before its time; undefined if there is none. */
  end(handle: string): QueuedMessage | undefined {
    const flight = this.#byHandle.get(handle)
    flight?.hold()
    this.#byHandle.delete(handle)
    return flight?.message
  }

  [Symbol.iterator](): Iterator<QueuedMessage> {
    return [...this.#byHandle.values()].map(({ message }) => message).values()
  }

  /** Leaves all as they are, for good. */
  close(): void {
    for (const { hold } of this.#byHandle.values()) hold()
  }
}
