import type { BenchProcess } from '../stage/benchProcess.ts'
import { createPhones, createReaders } from '../stage/people.ts'
import type { Stage } from '../stage/stage.ts'

const FIRST_PHONE = 905_570_000_000
const FIRST_CUSTOMER = 905_580_000_000

/** Raw Baileys with its own phones and customers: the baseline for the gateway. */
export class Floor {
  readonly #stage: Stage
  #process: BenchProcess
  /** The state of each session that earlier processes returned. */
  #dumped: string[] = []
  #open = 0
  readonly phones: string[] = []
  readonly customers: string[] = []

  private constructor(stage: Stage, process: BenchProcess) {
    this.#stage = stage
    this.#process = process
  }

  static async start(stage: Stage): Promise<Floor> {
    return new Floor(stage, await stage.startRaw())
  }

  get process(): BenchProcess {
    return this.#process
  }

  /** Links and opens sessions until `count` are open. */
  async settle(count: number): Promise<void> {
    for (let index = this.phones.length; index < count; index++) {
      const [phone, customer] = [String(FIRST_PHONE + index), String(FIRST_CUSTOMER + index)]
      const { phonesUrl } = this.#stage.sandbox.facts
      await createPhones(phonesUrl, [phone])
      await createReaders(phonesUrl, [customer])
      this.phones.push(phone)
      this.customers.push(customer)
    }
    await this.#openUpTo(count)
  }

  /**
   * Restarts the process with the first `count` linked sessions.
   * @returns the time until all are open, in ms
   */
  async reopen(count: number): Promise<number> {
    const held = await this.#process.ask<string[]>('dump')
    this.#dumped = [...held, ...this.#dumped.slice(held.length)]
    await this.#process.stop()
    const startedAt = performance.now()
    this.#process = await this.#stage.startRaw()
    this.#open = 0
    await this.#openUpTo(count)
    return performance.now() - startedAt
  }

  async #openUpTo(count: number): Promise<void> {
    if (count <= this.#open) return
    const phones = this.phones.slice(this.#open, count)
    await this.#process.ask('open', { phones, dumped: this.#dumped.slice(this.#open, count) })
    this.#open = count
  }
}
