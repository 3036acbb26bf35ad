import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * The fault of the first matching statement on a connection to PostgreSQL.
 * - `swallow`: the server runs the statement, and its answers are lost.
 * - `cut`: the server runs the statement, and the connection breaks before the answer.
 * - `drop`: the connection breaks before the statement reaches the server.
 * - `hold`: the statement reaches the server when the fault is released, even if its client has gone.
 */
export interface Fault {
  statement: RegExp
  does: 'swallow' | 'cut' | 'drop' | 'hold'
}

export interface FaultProxy {
  /** A value for VESPER_DATABASE_PROXY: `tcp://host:port`. */
  address: string
  /** Sets the fault of connections with this `application_name`. */
  setFault(name: string, fault: Fault): void
  /** Returns true if the fault of that name has happened. */
  hasHappened(name: string): boolean
  /** Releases a held statement. Resolves when the server has answered it. */
  release(name: string): Promise<void>
  close(): Promise<void>
}

/** The state that the connections of a proxy share, by `application_name`. */
interface Shared {
  faults: Map<string, Fault>
  happened: Map<string, Link>
}

/** A connection in both directions. */
class Link {
  readonly #client: Socket
  readonly #server: Socket
  readonly #shared: Shared
  #name: string | undefined
  #state: 'open' | Fault['does'] = 'open'
  #held: Buffer[] = []

  constructor(client: Socket, server: Socket, shared: Shared) {
    this.#client = client
    this.#server = server
    this.#shared = shared
    client.on('data', (data: Buffer) => this.#toServer(data))
    server.on('data', (data: Buffer) => this.#toClient(data))
    server.on('close', () => client.destroy())
    client.on('close', () => {
      // A held statement outlives its client.
      if (this.#state !== 'hold') server.destroy()
    })
  }

  async release(): Promise<void> {
    if (this.#state !== 'hold') return
    this.#state = 'open'
    const answered = new Promise<void>((resolve) => {
      this.#server.once('data', () => resolve())
      this.#server.once('close', () => resolve())
    })
    if (this.#server.destroyed) return
    this.#server.write(Buffer.concat(this.#held))
    await answered
    if (this.#client.destroyed) this.#server.destroy()
  }

  #toServer(data: Buffer): void {
    if (this.#state === 'open') this.#begin(data.toString('latin1'))
    if (this.#state === 'hold') this.#held.push(data)
    else this.#server.write(data)
  }

  /** Starts the fault of this connection if the text is its statement. */
  #begin(text: string): void {
    const { faults, happened } = this.#shared
    this.#name ??= /application_name\0([^\0]*)\0/.exec(text)?.[1] ?? ''
    const fault = faults.get(this.#name)
    if (!fault?.statement.test(text)) return
    faults.delete(this.#name)
    happened.set(this.#name, this)
    this.#state = fault.does
    if (fault.does !== 'drop') return
    this.#client.destroy()
    this.#server.destroy()
  }

  #toClient(data: Buffer): void {
    if (this.#state === 'cut') this.#client.destroy()
    else if (this.#state !== 'swallow' && !this.#client.destroyed) this.#client.write(data)
  }
}

/**
 * Starts a proxy between Neon's driver and a PostgreSQL server on a loopback port. The proxy breaks connections by their
 * `application_name`.
 */
export async function startFaultProxy(serverPort: number): Promise<FaultProxy> {
  const shared: Shared = { faults: new Map(), happened: new Map() }
  const sockets = new Set<Socket>()
  const proxy = createServer((client) => {
    const server = connect({ host: '127.0.0.1', port: serverPort, noDelay: true })
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    new Link(client, server, shared)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return {
    address: `tcp://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    setFault: (name, fault) => void shared.faults.set(name, fault),
    hasHappened: (name) => shared.happened.has(name),
    release: async (name) => await shared.happened.get(name)?.release(),
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}
