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

/** `npm start` as its user would run it, in a process that can be killed, with a data folder that stays. */
export class NpmStart {
  /** Those of the run at hand. */
  info = {} as LocalGatewayInfo
  api: Call = () => Promise.reject(new Error('It is not running'))
  qstash: Call = this.api
  phones = new Phones(this.api)
  readonly #folder = mkdtemp(path.join(tmpdir(), 'vesper-npm-start-'))
  /** The same on each run: what waits in QStash is to find us again. */
  readonly #ports = Promise.all([freePort(), freePort(), freePort()])
  #child: ChildProcess | null = null
  readonly #environment: Record<string, string>

  constructor(environment: Record<string, string> = {}) {
    this.#environment = environment
  }

  /**
   * Resolves when it says that it is ready.
   * @param from its source, to the letter as its user runs it, or what was built of that: a third of the CPU
   */
  async start(from: 'source' | 'build' = 'build'): Promise<void> {
    const [port, sandboxPort, qstashPort] = await this.#ports
    const folder = await this.#folder
    const main = from === 'source' ? ['--import', 'tsx', 'local/main.ts'] : [inject('gatewayMain')]
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

  /** As a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** As Ctrl-C would. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  /** Stops it, and removes what it leaves. */
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
