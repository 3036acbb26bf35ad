import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * The ports lie below the ports that Linux (from 32768) and macOS (from 49152) give to outgoing connections.
 * An outgoing connection could take such a port before its server does.
 */
const FIRST = 10_240
const LAST = 32_767
const TRIES = 20

/**
 * Finds a TCP port of loopback on which no process listens.
 * @throws Error if no free port was found
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(FIRST, LAST + 1)
    if (await isFree(port)) return port
  }
  throw new Error(`No free port was found on 127.0.0.1 in ${TRIES} tries. Start again.`)
}

async function isFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
