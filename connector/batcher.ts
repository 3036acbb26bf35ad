const MAX_ITEMS = 100

interface PendingItem<Item, Result> {
  item: Item
  resolve(result: Result): void
  reject(error: unknown): void
}

export interface BatcherOptions<Item, Result> {
  /** Answers for each item, in their order; an Error is thrown to whoever asked for that item. */
  work(items: readonly Item[]): Promise<readonly (Result | Error)[]>
  /** Whether an error may be the fault of one item: then each is tried alone. */
  isItemFault(error: unknown): boolean
  /** How many go together at the most. */
  maxItems?: number
  /** What items weigh, and how much goes together at the most; one that weighs more goes alone. */
  weight?: { of(item: Item): number; max: number }
  /** Two of the same key never go together. */
  keyOf?(item: Item): string
}

/**
 * Makes one piece of work of what many ask for at the same time: those that come in one turn of the event loop, or while the piece
 * before is under way, go together. One at a time, so that what came first is done first.
 */
export class Batcher<Item, Result> {
  readonly #options: BatcherOptions<Item, Result>
  #waiting: PendingItem<Item, Result>[] = []
  #isRunning = false

  constructor(options: BatcherOptions<Item, Result>) {
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
      const batch = this.#takeBatch()
      try {
        const results = await this.#options.work(batch.map(({ item }) => item))
        for (const [index, pending] of batch.entries()) answer(pending, results[index])
      } catch (error) {
        if (batch.length > 1 && this.#options.isItemFault(error)) await this.#runOneByOne(batch)
        else for (const { reject } of batch) reject(error)
      }
    }
    this.#isRunning = false
  }

  /** Takes what goes together next. What is too much, or has the key of another, waits, and with it what came behind it. */
  #takeBatch(): PendingItem<Item, Result>[] {
    const { maxItems = MAX_ITEMS, weight, keyOf } = this.#options
    const batch: PendingItem<Item, Result>[] = []
    const keys = new Set<string>()
    let total = 0
    for (const pending of this.#waiting) {
      const key = keyOf?.(pending.item)
      total += weight?.of(pending.item) ?? 0
      const isFull = batch.length >= maxItems || (weight !== undefined && total > weight.max)
      if (batch.length > 0 && (isFull || (key !== undefined && keys.has(key)))) break
      if (key !== undefined) keys.add(key)
      batch.push(pending)
    }
    this.#waiting.splice(0, batch.length)
    return batch
  }

  async #runOneByOne(batch: readonly PendingItem<Item, Result>[]): Promise<void> {
    for (const pending of batch) {
      try {
        const [result] = await this.#options.work([pending.item])
        answer(pending, result)
      } catch (error) {
        pending.reject(error)
      }
    }
  }
}

function answer<Item, Result>(
  { resolve, reject }: PendingItem<Item, Result>,
  result: Result | Error | undefined,
) {
  if (result instanceof Error) reject(result)
  else resolve(result as Result)
}
