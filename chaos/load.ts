import { setInterval as ticks } from 'node:timers/promises'
import { mustRequest } from '#local/customer/index.ts'
import type { Ledger } from './ledger.ts'
import type { Business } from './people.ts'
import { Random } from './random.ts'
import { sendText } from './sendText.ts'
import type { Stage } from './stage.ts'

/** The maximum number of unanswered requests. Sends start at a fixed pace, independent of earlier responses. */
const MAX_IN_FLIGHT = 100
/** One of `KEYED` sends has a key. One of `HUNG_UP` callers with a key hangs up. */
const KEYED = 3
const HUNG_UP = 5
const HANG_UP_MS = { from: 2, to: 30 }
/** One of `READS` actions of a phone reads a chat. */
const READS = 6

/** The actions of users and their customers during a run. */
export class Load {
  readonly #stage: Stage
  readonly #businesses: readonly Business[]
  readonly #ledger: Ledger
  readonly #random: Random
  readonly #inFlight = new Set<Promise<void>>()
  /** Customers with a running action. Each customer acts sequentially, so that the order is known. */
  readonly #busy = new Set<string>()

  constructor(stage: Stage, businesses: readonly Business[], ledger: Ledger, seed: number) {
    this.#stage = stage
    this.#businesses = businesses
    this.#ledger = ledger
    this.#random = new Random(seed)
  }

  /**
   * Runs until the signal, and then resolves after the last response.
   * @param rates actions a second
   */
  async run(rates: { sends: number; phones: number }, signal: AbortSignal): Promise<void> {
    await Promise.all([
      this.#repeat(rates.sends, signal, () => this.#send()),
      this.#repeat(rates.phones, signal, () => this.#useAPhone()),
    ])
    await Promise.all(this.#inFlight)
  }

  async #repeat(perSecond: number, signal: AbortSignal, start: () => Promise<void>): Promise<void> {
    try {
      for await (const _ of ticks(1000 / perSecond, undefined, { signal })) {
        if (this.#inFlight.size >= MAX_IN_FLIGHT) continue
        const running = start().finally(() => this.#inFlight.delete(running))
        this.#inFlight.add(running)
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  async #send(): Promise<void> {
    const random = this.#random
    const { session, customers } = random.pick(this.#businesses)
    const key = random.onceIn(KEYED) ? `key ${this.#ledger.sends.length}` : undefined
    const hangsUp = key !== undefined && random.onceIn(HUNG_UP)
    const send = this.#ledger.begin({ session, customer: random.pick(customers), key })
    await sendText(this.#stage, send, hangsUp ? random.between(HANG_UP_MS.from, HANG_UP_MS.to) : undefined)
  }

  async #useAPhone(): Promise<void> {
    const { session, phone, customers } = this.#random.pick(this.#businesses)
    const customer = this.#random.pick(customers)
    if (this.#busy.has(customer)) return
    this.#busy.add(customer)
    const url = `${this.#stage.phonesUrl}/phones/${customer}`
    if (this.#random.onceIn(READS)) await mustRequest('POST', `${url}/read`, { body: { chat: phone } })
    else {
      const body = { to: phone, type: 'text', text: `from ${customer}` }
      const { id } = await mustRequest<{ id: string }>('POST', `${url}/messages`, { body })
      this.#ledger.written.push({ id, session, customer })
    }
    this.#busy.delete(customer)
  }
}
