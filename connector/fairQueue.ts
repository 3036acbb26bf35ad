/** One piece of work that waits for its turn. */
export interface WorkOptions {
  tenant: string
  session: string
  /** Whether nothing else may run beside the work. */
  exclusive?: boolean
  /** Takes the work out of the queue when it aborts. */
  signal: AbortSignal
}

interface Waiting extends WorkOptions {
  start(): Promise<void>
}

/** The work was taken out of the queue before its turn. */
export class WorkAborted extends Error {
  override readonly name = 'WorkAborted'

  constructor() {
    super('The work was taken out of the queue before its turn')
  }
}

/**
 * Runs work of many tenants in a fixed number of slots. Turns go round the tenants, and within a tenant round its sessions. One
 * tenant never holds all slots, so that another tenant's work waits for one piece of work at most.
 */
export class FairQueue {
  readonly #slots: number
  /** Tenants in the order of their turns, each with its sessions in the order of theirs. */
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

  /** Runs work in its turn, and answers the result.
   * @throws WorkAborted, or what the work throws */
  async run<T>(options: WorkOptions, work: () => Promise<T>): Promise<T> {
    if (options.signal.aborted) throw new WorkAborted()
    return await new Promise<T>((resolve, reject) => {
      const leave = () => {
        this.#remove(item)
        reject(new WorkAborted())
        // The work that left may have been the one that others wait behind.
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

  /** Answers the work whose turn it is, unless it has to wait. Work that runs alone waits for all slots, and nothing overtakes it. */
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
