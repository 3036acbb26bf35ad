import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { mustRequest } from '#local/customer/index.ts'
import { freezeInTransaction } from './freeze.ts'
import { holdLock } from './holdLock.ts'
import type { Business } from './people.ts'
import type { Fault, FaultKind } from './plan.ts'
import { SABOTEUR_NAME, type Stage } from './stage.ts'

/** The delay of each response of a slow database. Some statements end, others reach a client's time-out. */
const SLOW_MS = 400

/** An injected fault. Times are Unix ms. */
export interface Incident {
  kind: FaultKind
  at: number
  until: number
  /** The reason why the fault was not injected, for example that its connector was already dead. */
  missed?: string
}

/** Injects the faults of a schedule. */
export class Saboteur {
  readonly incidents: Incident[] = []
  readonly #stage: Stage
  readonly #businesses: readonly Business[]
  readonly #underWay: Promise<void>[] = []

  constructor(stage: Stage, businesses: readonly Business[]) {
    this.#stage = stage
    this.#businesses = businesses
  }

  /** Resolves after the start of the last fault, or at the signal. Lasting faults may still run. */
  async follow(faults: readonly Fault[], signal: AbortSignal): Promise<void> {
    const start = performance.now()
    for (const fault of faults) {
      const waitMs = Math.max(0, start + fault.atMs - performance.now())
      await pause(waitMs, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      this.#underWay.push(this.#do(fault))
    }
  }

  /** Waits for the running faults, and ends those that would continue. */
  async heal(): Promise<void> {
    await Promise.all(this.#underWay)
    this.#stage.gate.mend()
    this.#stage.gate.slow(0)
    this.#stage.queue.heal()
    await mustRequest('POST', `${this.#stage.qstashUrl}/faults`, { body: { times: 0 } })
  }

  async #do(fault: Fault): Promise<void> {
    const incident: Incident = { kind: fault.kind, at: Date.now(), until: Number.POSITIVE_INFINITY }
    this.incidents.push(incident)
    try {
      await this.#perform(fault)
    } catch (error) {
      incident.missed = error instanceof Error ? error.message : String(error)
    }
    incident.until = Date.now()
  }

  async #perform({ kind, aim, forMs }: Fault): Promise<void> {
    const { fleet, gate, queue, database } = this.#stage
    switch (kind) {
      case 'connector.kill':
        return void this.#signal(aim, 'SIGKILL')
      case 'connector.terminate':
        return void this.#signal(aim, 'SIGTERM')
      case 'connector.pause':
        return await this.#during(forMs, this.#signal(aim, 'SIGSTOP'), (pid) => fleet.resume(pid))
      case 'connector.freeze':
        return await this.#during(forMs, await this.#freeze(aim), (pid) => fleet.resume(pid))
      case 'connector.add':
        return await fleet.add()
      case 'connector.remove':
        return await fleet.remove()
      case 'database.cut':
        return await this.#during(forMs, gate.cut(), gate.mend)
      case 'database.terminate':
        return await this.#terminateBackends()
      case 'database.lock':
        return await holdLock(database.db, aim, forMs)
      case 'database.slow':
        return await this.#during(forMs, gate.slow(SLOW_MS), () => gate.slow(0))
      case 'queue.refuse':
        return await this.#during(forMs, queue.refuse(), queue.heal)
      case 'qstash.refuse':
        await this.#qstash({ status: 503, times: 1_000 })
        return await this.#during(forMs, undefined, () => this.#qstash({ times: 0 }))
      case 'qstash.hang':
        return await this.#qstash({ hang: true })
      case 'network.dropAll':
        return await this.#drop({})
      case 'network.dropOne':
        return await this.#drop({
          phone: this.#businesses[Math.floor(aim * this.#businesses.length)]?.phone,
        })
    }
  }

  async #during<T>(forMs: number, begun: T, end: (begun: T) => unknown): Promise<void> {
    await pause(forMs)
    await end(begun)
  }

  #signal(aim: number, signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP'): number {
    const pid = this.#stage.fleet.signal(aim, signal)
    if (pid === undefined) throw new Error('the connector was dead at the time of the fault')
    return pid
  }

  /** Stops the connector of one of the sessions inside a transaction. */
  async #freeze(aim: number): Promise<number> {
    const { fleet, database } = this.#stage
    const { session = '', phone } = this.#businesses[Math.floor(aim * this.#businesses.length)] ?? {}
    const pid = await freezeInTransaction(database.db, session, () => this.#drop({ phone }))
    fleet.paused(pid)
    return pid
  }

  async #terminateBackends(): Promise<void> {
    await this.#stage.database.db.execute(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name <> ${SABOTEUR_NAME}`)
  }

  async #qstash(body: { status?: number; times?: number; hang?: true }): Promise<void> {
    await mustRequest('POST', `${this.#stage.qstashUrl}/faults`, { body })
  }

  async #drop(body: { phone?: string | undefined }): Promise<void> {
    await mustRequest('POST', `${this.#stage.phonesUrl}/network/drop`, { body })
  }
}
