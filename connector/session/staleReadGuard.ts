/**
 * Which news of a thing is the latest, where some is told and some is asked for: an answer that other news has overtaken is older than
 * what is known. Writes go one after the other, in the order in which they were begun.
 */
export class StaleReadGuard {
  /** The number of the last news of each thing. */
  readonly #last = new Map<string, number>()
  #count = 0
  #queue: Promise<unknown> = Promise.resolve()

  /** To be kept while a question is under way. */
  get version(): number {
    return this.#count
  }

  /** There is news of it. */
  markChanged(id: string): void {
    this.#count += 1
    this.#last.set(id, this.#count)
  }

  /** Whether there has been news of it since. */
  isStale(id: string, since: number): boolean {
    return (this.#last.get(id) ?? 0) > since
  }

  /** What there has been news of since. */
  changedSince(since: number): string[] {
    return [...this.#last.keys()].filter((id) => this.isStale(id, since))
  }

  async runInOrder<T>(work: () => Promise<T>): Promise<T> {
    const own = this.#queue.then(work)
    this.#queue = own.catch(() => undefined)
    return await own
  }

  /** Resolves when all that was begun is written. */
  async idle(): Promise<void> {
    await this.#queue
  }
}
