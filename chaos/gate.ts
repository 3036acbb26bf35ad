import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { Transform } from 'node:stream'

/** A network path between the gateway and its database that can be cut. */
export interface Gate {
  port: number
  /** Cuts all connections, and refuses new ones until the call of `mend`. */
  cut(): void
  /** Holds all bytes in both directions until the call of `mend`. Connections stay open. */
  stall(): void
  mend(): void
  /** Delays each chunk from the server by this time in ms, so that all statements are slow. 0 ends the delay. */
  slow(delayMs: number): void
  close(): Promise<void>
}

/** The state that the connections of a gate share. */
interface Condition {
  isCut: boolean
  isStalled: boolean
  delayMs: number
  /** Functions that forward the held bytes. */
  readonly held: Set<() => void>
}

/** Opens a gate that forwards TCP connections to a port of this machine. */
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
        // Bytes in a stalled network arrive although their sender is gone.
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
    for (const forward of waiting) forward()
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

/** Forwards bytes in order, subject to the condition. */
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
