import type { Clock } from '../clock.ts'
import type { QueuedMessage } from './messageGroup.ts'

interface Flight {
  message: QueuedMessage
  /** Cancels the end of the visibility. */
  hold(): void
}

/** The messages that consumers hold, by receipt handle, until their visibility ends. */
export class Flights {
  readonly #clock: Clock
  readonly #onEnd: (message: QueuedMessage) => void
  readonly #byHandle = new Map<string, Flight>()

  /** @param onEnd receives a message whose visibility has ended */
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

  /**
   * Ends a flight before its time.
   * @returns undefined for an unknown handle
   */
  end(handle: string): QueuedMessage | undefined {
    const flight = this.#byHandle.get(handle)
    flight?.hold()
    this.#byHandle.delete(handle)
    return flight?.message
  }

  [Symbol.iterator](): Iterator<QueuedMessage> {
    return [...this.#byHandle.values()].map(({ message }) => message).values()
  }

  /** Cancels the end of each visibility. */
  close(): void {
    for (const { hold } of this.#byHandle.values()) hold()
  }
}
