import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { Transform } from 'node:stream'

/** A stretch of network between the gateway and its database, which can be cut. */
export interface Gate {
  port: number
  /** Cuts all connections, and refuses new ones until it is mended. */
  cut(): void
  /** Holds back all bytes, in both directions, until it is mended. Connections stay open. */
  stall(): void
  mend(): void
  /** Delays each piece of what comes back, in ms, so that all statements are slow; 0: no more. */
  slow(delayMs: number): void
  close(): Promise<void>
}

/** What the connections of a gate have in common. */
interface Condition {
  isCut: boolean
  isStalled: boolean
  delayMs: number
  /** Goes on with what was held back. */
  readonly held: Set<() => void>
}

/** Hands TCP connections on to a port of this machine. */
export async function openGate(targetPort: number): Promise<Gate> {
  const sockets = new Set<Socket>()
  const condition: Condition = { isCut: false, isStalled: false, delayMs: 0, held: new Set() }
  const server = createServer({ noDelay: true }, (near) => {
    if (condition.isCut) return void near.resetAndDestroy()
    const far = connect({ host: '127.0.0.1', port: targetPort, noDelay: true })
    for (const [socket, other, isAnswer] of [
      [near, far, false],
      [far, near, true],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        // What a stalled network holds back arrives, although its sender is gone.
        if (condition.isStalled) condition.held.add(() => setImmediate(() => other.end()))
        else other.destroy()
      })
      socket.pipe(passage(condition, isAnswer)).pipe(other)
    }
  })
  const destroyAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  const release = () => {
    const waiting = [...condition.held]
    condition.held.clear()
    for (const goOn of waiting) goOn()
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      condition.isCut = true
      destroyAll()
    },
    stall() {
      condition.isStalled = true
    },
    mend() {
      condition.isCut = false
      condition.isStalled = false
      release()
    },
    slow(delayMs) {
      condition.delayMs = delayMs
    },
    async close() {
      condition.isStalled = false
      release()
      destroyAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Lets bytes pass, in their order, as the condition says. */
function passage(condition: Condition, isAnswer: boolean): Transform {
  return new Transform({
    transform(chunk, _encoding, done) {
      const pass = () => done(null, chunk)
      if (condition.isStalled) condition.held.add(pass)
      else if (isAnswer && condition.delayMs > 0) setTimeout(pass, condition.delayMs)
      else pass()
    },
  })
}
