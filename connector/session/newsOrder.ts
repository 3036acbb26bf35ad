/**
 * Which news of a thing is the latest, where some is told and some is asked for: an answer that other news has overtaken is older than
 * what is known. Writes go one after the other, in the order in which they were begun.
 */
export class NewsOrder {
  /** The number of the last news of each thing. */
  readonly #last = new Map<string, number>()
  #count = 0
  #line: Promise<unknown> = Promise.resolve()

  /** To be kept while a question is under way. */
  get now(): number {
    return this.#count
  }

  /** There is news of it. */
  note(id: string): void {
    this.#count += 1
    this.#last.set(id, this.#count)
  }

  /** Whether there has been news of it since. */
  isOvertaken(id: string, since: number): boolean {
    return (this.#last.get(id) ?? 0) > since
  }

  /** What there has been news of since. */
  newsSince(since: number): string[] {
    return [...this.#last.keys()].filter((id) => this.isOvertaken(id, since))
  }

  async inLine<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#line.then(work)
    this.#line = mine.catch(() => undefined)
    return await mine
  }

  /** Resolves when all that was begun is written. */
  async idle(): Promise<void> {
    await this.#line
  }
}
