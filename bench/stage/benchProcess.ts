import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Answer } from './asks.ts'
import type { Usage } from './probe.ts'
import { joinGroups } from './taskLimits.ts'

const ANSWER_WITHIN_MS = 600_000
const START_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 15_000

export interface ProcessOptions {
  /** A JavaScript file. */
  entry: string
  probe: string
  environment: Record<string, string>
  /** The executable of another runtime: Node or Bun. */
  runtime?: string | undefined
  execArgv?: readonly string[]
  /** Folders of control groups that the process joins. */
  groups?: readonly string[]
}

/** A child process of the bench that answers requests, reports its usage, and ends with the bench. */
export class BenchProcess {
  readonly #child: ChildProcess
  readonly #pending = new Map<number, (answer: Answer['bench']) => void>()
  #asked = 0

  private constructor(child: ChildProcess) {
    this.#child = child
    child.on('message', (message: Partial<Answer>) => {
      if (message.bench) this.#pending.get(message.bench.id)?.(message.bench)
    })
    child.once('exit', (code, signal) => {
      for (const settle of this.#pending.values())
        settle({ id: 0, error: `The process ended (${signal ?? code})` })
    })
  }

  /**
   * Starts a process. Resolves when the process reports `started`.
   * @throws Error if the process ends early or does not start in time
   */
  static async start(options: ProcessOptions): Promise<BenchProcess> {
    const { runtime = process.execPath, execArgv = [], groups = [] } = options
    const isBun = /bun$/.test(runtime)
    const own = isBun
      ? ['--preload', options.probe]
      : ['--expose-gc', '--import', `file://${options.probe}`, ...execArgv]
    const child = fork(options.entry, {
      ...(groups.length === 0
        ? { execPath: runtime, execArgv: own }
        : { execPath: '/bin/sh', execArgv: [...joinGroups(groups), runtime, ...own] }),
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...options.environment },
      // Standard output contains only the results.
      stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
    })
    const started = new Promise<void>((resolve, reject) => {
      child.on('message', (message) => message === 'started' && resolve())
      child.once('error', reject)
      child.once('exit', (code, signal) => reject(new Error(`${options.entry} ended (${signal ?? code})`)))
      setTimeout(() => reject(new Error(`${options.entry} did not start in time`)), START_WITHIN_MS).unref()
    })
    await started.catch((error: unknown) => {
      child.kill('SIGKILL')
      throw error
    })
    return new BenchProcess(child)
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /**
   * Sends a request to the process.
   * @throws Error with the error of the process, or if the process ends
   */
  async ask<T>(ask: string, input: unknown = {}): Promise<T> {
    const id = ++this.#asked
    const answer = await new Promise<Answer['bench']>((resolve) => {
      const timer = setTimeout(() => resolve({ id, error: `No answer to ${ask}` }), ANSWER_WITHIN_MS)
      this.#pending.set(id, (given) => {
        clearTimeout(timer)
        resolve(given)
      })
      this.#child.send(
        { bench: { id, ask, input } },
        (error) => error && resolve({ id, error: error.message }),
      )
    })
    this.#pending.delete(id)
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer.answer as T
  }

  /**
   * Returns the usage of the process.
   * @param collect collects garbage first, for a measurement of memory
   */
  async usage(collect = false): Promise<Usage> {
    return await this.ask('usage', { collect })
  }

  /** Stops the process with a signal. Resolves when it has ended. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
    await exited
    clearTimeout(kill)
  }
}
