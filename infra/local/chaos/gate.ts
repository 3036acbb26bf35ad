import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A stretch of network between the gateway and its database, which can be cut. */
export interface Gate {
  port: number
  /** Cuts all connections, and refuses new ones until it is mended. */
  cut(): void
  /** Holds back all bytes, in both directions, until it is mended. Connections stay open. */
  stall(): void
  mend(): void
  close(): Promise<void>
}

/** Hands TCP connections on to a port of this machine. */
export async function openGate(targetPort: number): Promise<Gate> {
  const sockets = new Set<Socket>()
  /** To where the bytes of a socket go. */
  const others = new WeakMap<Socket, Socket>()
  let isCut = false
  let isStalled = false
  const server = createServer({ noDelay: true }, (near) => {
    if (isCut) return void near.resetAndDestroy()
    const far = connect({ host: '127.0.0.1', port: targetPort, noDelay: true })
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
      if (isStalled) socket.unpipe(other)
      others.set(socket, other)
    }
  })
  const destroyAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true
      destroyAll()
    },
    stall() {
      isStalled = true
      for (const socket of sockets) {
        socket.unpipe()
        socket.pause()
      }
    },
    mend() {
      isCut = false
      if (!isStalled) return
      isStalled = false
      for (const socket of sockets) {
        const other = others.get(socket)
        if (other) socket.pipe(other)
      }
    },
    async close() {
      destroyAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
