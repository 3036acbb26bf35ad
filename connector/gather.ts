const MOST = 100

interface Asked<Item, Result> {
  item: Item
  resolve(result: Result): void
  reject(error: unknown): void
}

export interface GathererOptions<Item, Result> {
  /** Answers for each item, in their order; an Error is thrown to whoever asked for that item. */
  work(items: readonly Item[]): Promise<readonly (Result | Error)[]>
  /** Whether an error may be the fault of one item: then each is tried alone. */
  isOfOne(error: unknown): boolean
  /** How many go together at the most. */
  most?: number
  /** What items weigh, and how much goes together at the most; one that weighs more goes alone. */
  weight?: { of(item: Item): number; most: number }
  /** Two of the same key never go together. */
  keyOf?(item: Item): string
}

/**
 * Makes one piece of work of what many ask for at the same time: those that come in one turn of the event loop, or while the piece
 * before is under way, go together. One at a time, so that what came first is done first.
 */
export class Gatherer<Item, Result> {
  readonly #options: GathererOptions<Item, Result>
  #waiting: Asked<Item, Result>[] = []
  #isRunning = false

  constructor(options: GathererOptions<Item, Result>) {
    this.#options = options
  }

  /** @throws what the work throws */
  async add(item: Item): Promise<Result> {
    return await new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (this.#isRunning) return
      this.#isRunning = true
      setImmediate(() => void this.#run())
    })
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const together = this.#take()
      try {
        const results = await this.#options.work(together.map(({ item }) => item))
        for (const [index, asked] of together.entries()) answer(asked, results[index])
      } catch (error) {
        if (together.length > 1 && this.#options.isOfOne(error)) await this.#runApart(together)
        else for (const { reject } of together) reject(error)
      }
    }
    this.#isRunning = false
  }

  /** Takes what goes together next. What is too much, or has the key of another, waits, and with it what came behind it. */
  #take(): Asked<Item, Result>[] {
    const { most = MOST, weight, keyOf } = this.#options
    const together: Asked<Item, Result>[] = []
    const keys = new Set<string>()
    let weighs = 0
    for (const asked of this.#waiting) {
      const key = keyOf?.(asked.item)
      weighs += weight?.of(asked.item) ?? 0
      const isFull = together.length >= most || (weight !== undefined && weighs > weight.most)
      if (together.length > 0 && (isFull || (key !== undefined && keys.has(key)))) break
      if (key !== undefined) keys.add(key)
      together.push(asked)
    }
    this.#waiting.splice(0, together.length)
    return together
  }

  async #runApart(together: readonly Asked<Item, Result>[]): Promise<void> {
    for (const asked of together) {
      try {
        const [result] = await this.#options.work([asked.item])
        answer(asked, result)
      } catch (error) {
        asked.reject(error)
      }
    }
  }
}

function answer<Item, Result>({ resolve, reject }: Asked<Item, Result>, result: Result | Error | undefined) {
  if (result instanceof Error) reject(result)
  else resolve(result as Result)
}
