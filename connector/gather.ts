const MOST = 100

interface Asked<Item, Result> {
  item: Item
  resolve(result: Result): void
  reject(error: unknown): void
}

/**
 * Makes one piece of work of what many ask for at the same time: those that come in one turn of the event loop, or while the piece
 * before is under way, go together. One at a time, so that what came first is done first.
 */
export class Gatherer<Item, Result> {
  readonly #work: (items: readonly Item[]) => Promise<readonly (Result | Error)[]>
  readonly #isOfOne: (error: unknown) => boolean
  readonly #most: number
  #waiting: Asked<Item, Result>[] = []
  #isRunning = false

  /**
   * @param options.work answers for each item, in their order; an Error is thrown to whoever asked for that item
   * @param options.isOfOne whether an error may be the fault of one item: then each is tried alone
   */
  constructor(options: {
    work(items: readonly Item[]): Promise<readonly (Result | Error)[]>
    isOfOne(error: unknown): boolean
    /** How many go together at the most. */
    most?: number
  }) {
    this.#work = options.work
    this.#isOfOne = options.isOfOne
    this.#most = options.most ?? MOST
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
      const together = this.#waiting.splice(0, this.#most)
      try {
        const results = await this.#work(together.map(({ item }) => item))
        for (const [index, asked] of together.entries()) answer(asked, results[index])
      } catch (error) {
        if (together.length > 1 && this.#isOfOne(error)) await this.#runApart(together)
        else for (const { reject } of together) reject(error)
      }
    }
    this.#isRunning = false
  }

  async #runApart(together: readonly Asked<Item, Result>[]): Promise<void> {
    for (const asked of together) {
      try {
        const [result] = await this.#work([asked.item])
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
