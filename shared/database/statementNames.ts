/** What comes less often is not worth the memory that a plan takes in each connection. */
const OFTEN = 5
const MOST_NAMES = 200
/** Texts that are counted; those that a list of values makes different each time would be without end. */
const MOST_COUNTED = 1_000
/** `begin` and its like need no plan. */
const SHORTEST = 60

/**
 * Names the frequent statements of one pool. PostgreSQL keeps the plan of a named statement for as long as the connection lives, which
 * saves two thirds of our statements' cost. PgBouncer, in front of Neon, knows such names since 1.21.
 */
export class StatementNames {
  readonly #names = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  /** Answers the name of a statement that has come often by now. The name stays the same. */
  of(text: string): string | undefined {
    const name = this.#names.get(text)
    if (name !== undefined || text.length < SHORTEST || this.#names.size >= MOST_NAMES) return name
    const count = (this.#counts.get(text) ?? 0) + 1
    if (count < OFTEN) {
      if (this.#counts.size >= MOST_COUNTED) this.#counts.clear()
      this.#counts.set(text, count)
      return undefined
    }
    this.#counts.delete(text)
    const given = `statement_${this.#names.size + 1}`
    this.#names.set(text, given)
    return given
  }
}
