import { WebSocket } from 'ws'

/**
 * A WebSocket that sends all writes of one turn of the event loop as one frame. A statement has five messages of PostgreSQL's
 * protocol, and each frame costs a system call on both sides. The driver's own batching uses a timer, which delays each statement by 1 ms.
 */
export class CoalescingSocket extends WebSocket {
  #waiting: Uint8Array[] = []

  override send(data: Uint8Array): void {
    // The driver may write into the buffer again after `send`.
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
