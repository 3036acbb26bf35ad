/** Answer of WhatsApp's servers to a message, or the reason why no answer can arrive. */
export type AckResult =
  | { kind: 'accepted' }
  | { kind: 'refused'; code: string }
  | { kind: 'closed' }
  | { kind: 'timeout' }

/** Sent messages that wait for WhatsApp's ack. */
export class Acks {
  readonly #waiting = new Map<string, (result: AckResult) => void>()

  /**
   * Waits for the ack of this id. To be called before the message is sent.
   * @param withinMs time limit in ms, after which the result is `timeout`
   */
  expect(id: string, withinMs: number): Promise<AckResult> {
    this.#settle(id, { kind: 'closed' })
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#settle(id, { kind: 'timeout' }), withinMs)
      this.#waiting.set(id, (result) => {
        clearTimeout(timer)
        resolve(result)
      })
    })
  }

  received(id: string, errorCode: string | null): void {
    this.#settle(id, errorCode === null ? { kind: 'accepted' } : { kind: 'refused', code: errorCode })
  }

  /** Ends all waits, because the socket is closed. */
  closed(): void {
    for (const id of [...this.#waiting.keys()]) this.#settle(id, { kind: 'closed' })
  }

  #settle(id: string, result: AckResult): void {
    const resolve = this.#waiting.get(id)
    this.#waiting.delete(id)
    resolve?.(result)
  }
}
