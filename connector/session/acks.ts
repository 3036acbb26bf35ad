/** How WhatsApp's servers answered a message, or why no answer can come any more. */
export type AckResult =
  | { kind: 'accepted' }
  | { kind: 'refused'; code: string }
  | { kind: 'closed' }
  | { kind: 'timeout' }

/** Messages that have left and wait for the servers' ack. */
export class Acks {
  readonly #waiting = new Map<string, (result: AckResult) => void>()

  /** Resolves with the ack of this id; `timeout` if none comes. To be called before the message is sent. */
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

  /** The socket is gone, and with it all acks that it owed. */
  closed(): void {
    for (const id of [...this.#waiting.keys()]) this.#settle(id, { kind: 'closed' })
  }

  #settle(id: string, result: AckResult): void {
    const resolve = this.#waiting.get(id)
    this.#waiting.delete(id)
    resolve?.(result)
  }
}
