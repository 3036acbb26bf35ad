import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const ENTRY = fileURLToPath(new URL('../connector/main.ts', import.meta.url))
/** The connector in one file of JavaScript, for tests, which start many connectors. */
const BUILT = process.env.VESPER_CONNECTOR_MAIN
/** The settings of the image (`connector/Dockerfile`), with which an idle session takes less than a third of the memory. */
const MEMORY_OPTIONS = ['--max-semi-space-size=4']
const MEMORY_ENVIRONMENT = { MALLOC_ARENA_MAX: '1' }
const START_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 20_000
const RESPAWN_AFTER_MS = 500

/** A connector in a process of its own, as in the cloud. A connector that dies is replaced. */
export interface ConnectorProcess {
  readonly pid: number | undefined
  stop(): Promise<void>
}

/**
 * Starts connectors, and restarts each that dies, as ECS does. Resolves when each connector has tried to
 * lease partitions.
 */
export async function startConnectors(
  count: number,
  environment: Record<string, string>,
): Promise<ConnectorProcess[]> {
  const keepers = Array.from({ length: count }, () => new Keeper(environment))
  try {
    await Promise.all(keepers.map((keeper) => keeper.start()))
  } catch (error) {
    await Promise.all(keepers.map((keeper) => keeper.stop()))
    throw error
  }
  return keepers
}

class Keeper implements ConnectorProcess {
  readonly #environment: Record<string, string>
  #child: ChildProcess | null = null
  #respawn: NodeJS.Timeout | undefined
  #stopped = false

  constructor(environment: Record<string, string>) {
    this.#environment = environment
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /**
   * Starts the process.
   * @throws Error if the process ends before it has started, or does not start in time
   */
  async start(): Promise<void> {
    const child = fork(BUILT ?? ENTRY, {
      execArgv: [...MEMORY_OPTIONS, ...(BUILT ? [] : ['--import', 'tsx'])],
      env: { ...MEMORY_ENVIRONMENT, ...this.#environment },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    this.#child = child
    await started(child).catch((error: unknown) => {
      child.kill('SIGKILL')
      throw error
    })
    child.once('exit', () => this.#again())
    if (child.exitCode !== null || child.signalCode !== null) this.#again()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#respawn)
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
    await exited
    clearTimeout(kill)
  }

  /** Starts a new process after a delay. A process that died at its start is replaced too. */
  #again(): void {
    if (this.#stopped) return
    clearTimeout(this.#respawn)
    this.#respawn = setTimeout(() => this.start().catch(() => this.#again()), RESPAWN_AFTER_MS)
  }
}

async function started(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () =>
        reject(
          new Error(
            `The connector did not start within ${START_WITHIN_MS / 1000} s. The log has the reason.`,
          ),
        ),
      START_WITHIN_MS,
    )
    child.once('message', () => {
      clearTimeout(timer)
      resolve()
    })
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      reject(new Error(`The connector ended at its start (${signal ?? code}). The log has the reason.`))
    })
  })
}
