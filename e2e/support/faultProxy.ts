import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { startNeonProxy } from '#infra/local/database/neonProxy.ts'

/**
 * What happens to the first statement that matches, on a connection to PostgreSQL.
 * `swallow`: the server runs the statement, and its answers never arrive. `cut`: the server runs the statement, and the connection
 * breaks in the place of its answer. `drop`: the connection breaks, and the server never sees the statement. `hold`: the
 * statement reaches the server when the fault is released, whether or not its client has gone.
 */
export interface Fault {
  statement: RegExp
  does: 'swallow' | 'cut' | 'drop' | 'hold'
}

export interface FaultProxy {
  /** What VESPER_DATABASE_PROXY takes: `host:port/path`. */
  address: string
  /** Sets the fault of connections that name this `application_name`. */
  setFault(name: string, fault: Fault): void
  /** Whether the fault of that name has happened. */
  hasHappened(name: string): boolean
  /** Lets a held statement go, and resolves when the server has answered it. */
  release(name: string): Promise<void>
  close(): Promise<void>
}

/** Held bytes of one connection, and how to hand them over. */
type Release = () => Promise<void>

/**
 * Stands between Neon's driver and a server that speaks PostgreSQL's protocol on a port of loopback, and breaks connections of a chosen
 * `application_name`.
 */
export async function startFaultProxy(serverPort: number): Promise<FaultProxy> {
  const faults = new Map<string, Fault>()
  const happened = new Set<string>()
  const held = new Map<string, Release>()
  const sockets = new Set<Socket>()

  const proxy = createServer((client) => {
    const server = connect({ host: '127.0.0.1', port: serverPort, noDelay: true })
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    let name: string | undefined
    let state: 'open' | Fault['does'] = 'open'
    let waiting: Buffer[] = []
    client.on('data', (data: Buffer) => {
      const text = data.toString('latin1')
      name ??= /application_name\0([^\0]*)\0/.exec(text)?.[1] ?? ''
      if (state === 'hold') return void waiting.push(data)
      const fault = faults.get(name)
      if (state === 'open' && fault?.statement.test(text)) {
        faults.delete(name)
        happened.add(name)
        state = fault.does
        if (state === 'drop') return void [client, server].map((socket) => socket.destroy())
        if (state === 'hold') {
          waiting.push(data)
          held.set(name, async () => {
            state = 'open'
            const answered = new Promise<void>((resolve) => {
              server.once('data', () => resolve())
              server.once('close', () => resolve())
            })
            if (!server.destroyed) server.write(Buffer.concat(waiting))
            waiting = []
            await answered
            if (client.destroyed) server.destroy()
          })
          return
        }
      }
      server.write(data)
    })
    server.on('data', (data: Buffer) => {
      if (state === 'cut') client.destroy()
      else if (state !== 'swallow' && !client.destroyed) client.write(data)
    })
    server.on('close', () => client.destroy())
    client.on('close', () => {
      if (state !== 'hold') server.destroy()
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const neon = await startNeonProxy((proxy.address() as AddressInfo).port)
  return {
    address: neon.address,
    setFault: (name, fault) => void faults.set(name, fault),
    hasHappened: (name) => happened.has(name),
    async release(name) {
      await held.get(name)?.()
      held.delete(name)
    },
    async close() {
      await neon.close()
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}
