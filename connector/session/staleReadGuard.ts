/**
 * Detects stale answers: a fetched value is stale if a notification changed the entity during the fetch. Writes run one after the
 * other, in the order of the calls.
 */
export class StaleReadGuard {
  /** Version of the last change, by entity. */
  readonly #last = new Map<string, number>()
  #count = 0
  #queue: Promise<unknown> = Promise.resolve()

  /** The current version. To be read before a fetch begins. */
  get version(): number {
    return this.#count
  }

  /** Records a change of an entity. */
  markChanged(id: string): void {
    this.#count += 1
    this.#last.set(id, this.#count)
  }

  /** Returns true if the entity has changed since that version. */
  isStale(id: string, since: number): boolean {
    return (this.#last.get(id) ?? 0) > since
  }

  /** Returns the ids of the entities that have changed since that version. */
  changedSince(since: number): string[] {
    return [...this.#last.keys()].filter((id) => this.isStale(id, since))
  }

  async runInOrder<T>(work: () => Promise<T>): Promise<T> {
    const own = this.#queue.then(work)
    this.#queue = own.catch(() => undefined)
    return await own
  }

  /** Resolves when all writes so far have ended. */
  async idle(): Promise<void> {
    await this.#queue
  }
}
