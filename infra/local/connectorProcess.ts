import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const ENTRY = fileURLToPath(new URL('../../connector/main.ts', import.meta.url))
const START_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 20_000
const RESPAWN_AFTER_MS = 500

/** A connector in a process of its own, as in the cloud: it may die, and then a new one comes. */
export interface ConnectorProcess {
  readonly pid: number | undefined
  stop(): Promise<void>
}

/** Starts a connector and keeps one running, as ECS would. Resolves when the first one has its partitions. */
export async function startConnector(environment: Record<string, string>): Promise<ConnectorProcess> {
  let stopped = false
  let child = await spawnConnector(environment)
  const watch = (watched: ChildProcess) => {
    watched.once('exit', () => {
      if (stopped) return
      setTimeout(async () => {
        if (stopped) return
        child = await spawnConnector(environment)
        watch(child)
      }, RESPAWN_AFTER_MS)
    })
  }
  watch(child)
  return {
    get pid() {
      return child.pid
    },
    async stop() {
      stopped = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      const kill = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
      await exited
      clearTimeout(kill)
    },
  }
}

async function spawnConnector(environment: Record<string, string>): Promise<ChildProcess> {
  const child = fork(ENTRY, {
    execArgv: ['--import', 'tsx'],
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The connector did not start in time')), START_WITHIN_MS)
    child.once('message', () => {
      clearTimeout(timer)
      resolve()
    })
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      reject(new Error(`The connector ended at its start (${signal ?? code})`))
    })
  })
  return child
}
