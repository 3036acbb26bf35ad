import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below what Linux (32768) and macOS (49152) give to outgoing connections, which could take a port before its server does. */
const FIRST = 10_240
const LAST = 32_767
const TRIES = 20

/**
 * A TCP port of loopback that nobody listens on now.
 * @throws when none was found free
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(FIRST, LAST + 1)
    if (await isFree(port)) return port
  }
  throw new Error('No free port was found on 127.0.0.1')
}

async function isFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
