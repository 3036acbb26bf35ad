import { WebSocket } from 'ws'

/**
 * A WebSocket that sends what one turn of the event loop writes as one frame. A statement is five messages of PostgreSQL's protocol,
 * and each frame costs both sides a call of the system. The driver would gather them by a timer, which costs each statement a millisecond.
 */
export class CoalescingSocket extends WebSocket {
  #waiting: Uint8Array[] = []

  override send(data: Uint8Array): void {
    // The driver may go on writing into a buffer that it has handed over.
    if (this.#waiting.push(Uint8Array.from(data)) === 1) queueMicrotask(() => this.#flush())
  }

  override close(code?: number, reason?: string | Buffer): void {
    this.#flush()
    super.close(code, reason)
  }

  #flush(): void {
    const [first] = this.#waiting
    if (first === undefined) return
    const frame = this.#waiting.length === 1 ? first : Buffer.concat(this.#waiting)
    this.#waiting = []
    super.send(frame)
  }
}
