import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import type { LocalGatewayInfo } from '#local/index.ts'
import { freePort } from '#local/process/index.ts'
import { type Call, caller } from './client.ts'
import { eventually } from './eventually.ts'
import { Phones } from './phones.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** Runs `npm start` in a process that can be killed, with a persistent data folder. */
export class NpmStart {
  /** The facts of the current run. */
  info = {} as LocalGatewayInfo
  api: Call = () => Promise.reject(new Error('The gateway is not running'))
  qstash: Call = this.api
  phones = new Phones(this.api)
  readonly #folder = mkdtemp(path.join(tmpdir(), 'vesper-npm-start-'))
  /** The ports stay the same, because waiting calls of QStash have the address of an earlier run. */
  readonly #ports = Promise.all([freePort(), freePort(), freePort()])
  #child: ChildProcess | null = null
  readonly #environment: Record<string, string>

  constructor(environment: Record<string, string> = {}) {
    this.#environment = environment
  }

  /**
   * Starts the gateway. Resolves when it reports that it is ready.
   * @param from the command of users, which builds if the code has changed, or the build of the tests
   */
  async start(from: 'command' | 'build' = 'build'): Promise<void> {
    const [port, sandboxPort, qstashPort] = await this.#ports
    const folder = await this.#folder
    const main = from === 'command' ? ['infra/build/npmStart/start.mjs'] : [inject('gatewayMain')]
    const child = spawn('node', main, {
      cwd: project,
      env: {
        ...process.env,
        VESPER_DATA_DIR: folder,
        PORT: String(port),
        VESPER_SANDBOX_PORT: String(sandboxPort),
        VESPER_QSTASH_PORT: String(qstashPort),
        LOG_LEVEL: 'silent',
        VESPER_RATE_LIMIT: '1000000',
        VESPER_SANDBOX_SMALL_UPLOADS: 'true',
        ...this.#environment,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#child = child
    let said = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    await eventually(() => said.includes('Vesper is ready'), 40_000)
    this.info = JSON.parse(await readFile(path.join(folder, 'local.json'), 'utf8'))
    this.api = caller(`${this.info.baseUrl}/api/v1`, { 'x-api-key': this.info.apiKey })
    this.phones = new Phones(caller(this.info.sandbox?.phonesUrl ?? ''))
    this.qstash = caller(`http://127.0.0.1:${qstashPort}`)
  }

  /** Kills the gateway, as a power failure does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Stops the gateway, as Ctrl-C does. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  /** Stops the gateway and removes its data. */
  async dispose(): Promise<void> {
    await this.stop()
    await rm(await this.#folder, { recursive: true, force: true })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }
}
