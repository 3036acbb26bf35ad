import { connect, type Socket } from 'node:net'

type Listener = (event: { data: Uint8Array } | Error | undefined) => void

/**
 * A plain TCP connection with the methods of a WebSocket that Neon's driver uses. A PostgreSQL on the same machine needs no frames
 * around its protocol, and no proxy that removes them. All writes of one turn of the event loop leave together: a statement has five
 * messages of the protocol.
 */
export class TcpSocket {
  /** The driver sets this property. */
  binaryType = 'arraybuffer'
  readonly #socket: Socket
  #waiting: Uint8Array[] = []

  /** @param url `ws://host:port`, because the driver adds the scheme */
  constructor(url: string) {
    const { hostname, port } = new URL(url)
    this.#socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port), noDelay: true })
  }

  addEventListener(event: 'open' | 'message' | 'error' | 'close', listener: Listener): void {
    const socket = this.#socket
    if (event === 'open') socket.on('connect', () => listener(undefined))
    else if (event === 'message') socket.on('data', (data: Buffer) => listener({ data }))
    else if (event === 'error') socket.on('error', listener)
    else socket.on('close', () => listener(undefined))
  }

  send(data: Uint8Array): void {
    // The driver may write into the buffer again after `send`.
    if (this.#waiting.push(Uint8Array.from(data)) === 1) queueMicrotask(() => this.#flush())
  }

  /** Closes the connection after the last write. A server that does not answer delays nothing. */
  close(): void {
    this.#flush()
    this.#socket.destroySoon()
  }

  #flush(): void {
    const [first] = this.#waiting
    if (first === undefined) return
    const data = this.#waiting.length === 1 ? first : Buffer.concat(this.#waiting)
    this.#waiting = []
    if (this.#socket.writable) this.#socket.write(data)
  }
}
