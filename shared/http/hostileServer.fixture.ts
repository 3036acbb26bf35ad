import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { HOSTILE_ANSWERS } from './hostileAnswers.fixture.ts'

/** A server that answers each path, and each TLS host name, in a wrong way of its own. */
export interface HostileServer {
  /** A URL for each wrong answer, by its name. */
  urls: Record<string, string>
  stop(): Promise<void>
}

/**
 * Starts the server on loopback, in a process of its own: the handles that a test counts are those of the client, and a flood leaves
 * the client its CPU. One server serves all wrong answers, so that a matrix of callers costs one port.
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
