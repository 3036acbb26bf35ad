/** Options of work in the queue. */
export interface WorkOptions {
  tenant: string
  session: string
  /** True if no other work may run at the same time. */
  exclusive?: boolean
  /** Removes the work from the queue when it aborts. */
  signal: AbortSignal
}

interface Waiting extends WorkOptions {
  start(): Promise<void>
}

/** The work was removed from the queue before its turn. */
export class WorkAborted extends Error {
  override readonly name = 'WorkAborted'

  constructor() {
    super('The work was removed from the queue before its turn')
  }
}

/**
 * Runs the work of many tenants in a fixed number of slots. The queue alternates between tenants, and within a tenant between its
 * sessions. One tenant never holds all slots, so that other tenants wait for at most one piece of work.
 */
export class FairQueue {
  readonly #slots: number
  /** Tenants in the order of their turns, each with its sessions in the order of their turns. */
  readonly #waiting = new Map<string, Map<string, Waiting[]>>()
  readonly #running = new Map<string, number>()
  #runningCount = 0
  #isExclusive = false

  constructor(slots: number) {
    this.#slots = slots
  }

  get running(): number {
    return this.#runningCount
  }

  get waiting(): number {
    return [...this.#waiting.values()].flatMap((sessions) => [...sessions.values()].flat()).length
  }

  /**
   * Runs work in its turn, and returns its result.
   * @throws WorkAborted, or the error of the work
   */
  async run<T>(options: WorkOptions, work: () => Promise<T>): Promise<T> {
    if (options.signal.aborted) throw new WorkAborted()
    return await new Promise<T>((resolve, reject) => {
      const leave = () => {
        this.#remove(item)
        reject(new WorkAborted())
        // The removed work may have blocked the work after it.
        this.#startNext()
      }
      const item: Waiting = {
        ...options,
        start: async () => {
          options.signal.removeEventListener('abort', leave)
          await work().then(resolve, reject)
        },
      }
      options.signal.addEventListener('abort', leave, { once: true })
      this.#add(item)
      this.#startNext()
    })
  }

  #add(item: Waiting): void {
    const sessions = this.#waiting.get(item.tenant) ?? new Map<string, Waiting[]>()
    this.#waiting.set(item.tenant, sessions)
    sessions.set(item.session, [...(sessions.get(item.session) ?? []), item])
  }

  /** Removes work, and moves its session and its tenant to the end of the round. */
  #remove(item: Waiting): void {
    const sessions = this.#waiting.get(item.tenant)
    const rest = sessions?.get(item.session)?.filter((other) => other !== item) ?? []
    sessions?.delete(item.session)
    if (rest.length > 0) sessions?.set(item.session, rest)
    this.#waiting.delete(item.tenant)
    if (sessions && sessions.size > 0) this.#waiting.set(item.tenant, sessions)
  }

  #startNext(): void {
    for (let item = this.#next(); item !== undefined; item = this.#next()) {
      this.#remove(item)
      void this.#start(item)
    }
  }

  /**
   * Returns the next work, or undefined if it has to wait. Exclusive work waits until all slots are free, and no other work
   * overtakes it.
   */
  #next(): Waiting | undefined {
    if (this.#isExclusive || this.#runningCount >= this.#slots) return undefined
    for (const [tenant, sessions] of this.#waiting) {
      const [first] = [...sessions.values()][0] ?? []
      if (first?.exclusive) return this.#runningCount === 0 ? first : undefined
      if ((this.#running.get(tenant) ?? 0) < Math.max(1, this.#slots - 1)) return first
    }
    return undefined
  }

  async #start({ tenant, exclusive = false, start }: Waiting): Promise<void> {
    this.#count(tenant, 1)
    this.#isExclusive = exclusive
    try {
      await start()
    } finally {
      this.#count(tenant, -1)
      this.#isExclusive = false
      this.#startNext()
    }
  }

  #count(tenant: string, change: 1 | -1): void {
    this.#runningCount += change
    const count = (this.#running.get(tenant) ?? 0) + change
    if (count > 0) this.#running.set(tenant, count)
    else this.#running.delete(tenant)
  }
}
