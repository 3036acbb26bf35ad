import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { HOSTILE_ANSWERS } from './hostileAnswers.fixture.ts'

/** A server with a different hostile answer for each path and each TLS host name. */
export interface HostileServer {
  /** URLs of the hostile answers, by name. */
  urls: Record<string, string>
  stop(): Promise<void>
}

/**
 * Starts the server on loopback in a separate process. A test then counts only the handles of the client, and a flood does not take the
 * CPU time of the client. One server serves all hostile answers, so that tests with many callers use one port.
 */
export async function startHostileServer(): Promise<HostileServer> {
  const file = fileURLToPath(new URL('./hostileServer.main.fixture.ts', import.meta.url))
  const child = fork(file, { execArgv: ['--import', 'tsx'] })
  const [port] = (await once(child, 'message')) as [number]
  const urlOf = (name: string) =>
    name.startsWith('tls-') ? `https://${name}.localhost:${port}/` : `http://127.0.0.1:${port}/${name}`
  return {
    urls: Object.fromEntries(Object.keys(HOSTILE_ANSWERS).map((name) => [name, urlOf(name)])),
    async stop() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
