import { setTimeout as pause } from 'node:timers/promises'

const MAX_ITEMS = 100
/** Number of blocked items that run at the same time. Each of them holds a connection while it waits for its row lock. */
const MAX_ASIDE = 4

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
  /**
   * Minimum time between the start of a batch of several items and the next batch, in ms. Items of a busy batcher thus share batches,
   * although each batch is fast. Nothing waits after a batch of one item, so that a caller of single items keeps its speed.
   */
  intervalMs?: number
  /** Runs each item of a batch separately that waited too long for a row lock. Later batches do not wait for these items. */
  aside?: { isBlocked(error: unknown): boolean; work(item: Item): Promise<Result | Error> }
  /** Weight of an item, and the maximum weight of a batch. A heavier item runs in a batch of its own. */
  weight?: { of(item: Item): number; max: number }
  /** Key of an item. Items with the same key run in different batches. */
  keyOf?(item: Item): string
}

/**
 * Batches concurrent calls. A batch holds the items that were added in one turn of the event loop, while the previous batch ran,
 * or before the interval passed. Batches run one after the other, in the order of the items.
 */
export class Batcher<Item, Result> {
  readonly #options: BatcherOptions<Item, Result>
  #waiting: PendingItem<Item, Result>[] = []
  #isRunning = false
  #nextAt = Number.NEGATIVE_INFINITY
  readonly #blocked: PendingItem<Item, Result>[] = []
  #aside = 0

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
      const waitMs = this.#nextAt - performance.now()
      if (waitMs > 0) await pause(waitMs)
      const batch = this.#takeBatch()
      if (batch.length > 1) this.#nextAt = performance.now() + (this.#options.intervalMs ?? 0)
      try {
        const results = await this.#options.work(batch.map(({ item }) => item))
        for (const [index, pending] of batch.entries()) settle(pending, results[index])
      } catch (error) {
        await this.#recover(batch, error)
      }
    }
    this.#isRunning = false
  }

  /** Runs the items of a failed batch again, one by one, or rejects them. */
  async #recover(batch: readonly PendingItem<Item, Result>[], error: unknown): Promise<void> {
    if (this.#options.aside?.isBlocked(error)) this.#moveAside(batch)
    else if (batch.length > 1 && this.#options.isItemFault(error)) await this.#runOneByOne(batch)
    else for (const { reject } of batch) reject(error)
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

  #moveAside(batch: readonly PendingItem<Item, Result>[]): void {
    this.#blocked.push(...batch)
    for (; this.#aside < MAX_ASIDE && this.#blocked.length > 0; this.#aside += 1) void this.#runAside()
  }

  /** Runs blocked items until none is left. */
  async #runAside(): Promise<void> {
    for (let pending = this.#blocked.shift(); pending; pending = this.#blocked.shift()) {
      try {
        settle(pending, await this.#options.aside?.work(pending.item))
      } catch (error) {
        pending.reject(error)
      }
    }
    this.#aside -= 1
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
