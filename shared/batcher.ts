const MAX_ITEMS = 100

interface PendingItem<Item, Result> {
  item: Item
  resolve(result: Result): void
  reject(error: unknown): void
}

export interface BatcherOptions<Item, Result> {
  /** Returns a result for each item, in the order of the items. An Error rejects the call that added its item. */
  work(items: readonly Item[]): Promise<readonly (Result | Error)[]>
  /** Returns true if one item may have caused the error. The batcher then runs each item separately. */
  isItemFault(error: unknown): boolean
  /** Number of items in a batch, at most. */
  maxItems?: number
  /** Weight of an item, and the maximum weight of a batch. A heavier item runs in a batch of its own. */
  weight?: { of(item: Item): number; max: number }
  /** Key of an item. Items with the same key run in different batches. */
  keyOf?(item: Item): string
}

/**
 * Batches concurrent calls. A batch holds the items that were added in one turn of the event loop or while the previous batch
 * ran. Batches run one after the other, in the order of the items.
 */
export class Batcher<Item, Result> {
  readonly #options: BatcherOptions<Item, Result>
  #waiting: PendingItem<Item, Result>[] = []
  #isRunning = false

  constructor(options: BatcherOptions<Item, Result>) {
    this.#options = options
  }

  /**
   * Adds an item, and returns its result.
   * @throws the error of the work
   */
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
        for (const [index, pending] of batch.entries()) settle(pending, results[index])
      } catch (error) {
        if (batch.length > 1 && this.#options.isItemFault(error)) await this.#runOneByOne(batch)
        else for (const { reject } of batch) reject(error)
      }
    }
    this.#isRunning = false
  }

  /**
   * Removes the next batch from the waiting items. An item that exceeds a limit, or repeats a key, ends the batch and keeps the
   * order.
   */
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
        settle(pending, result)
      } catch (error) {
        pending.reject(error)
      }
    }
  }
}

function settle<Item, Result>(
  { resolve, reject }: PendingItem<Item, Result>,
  result: Result | Error | undefined,
) {
  if (result instanceof Error) reject(result)
  else resolve(result as Result)
}
