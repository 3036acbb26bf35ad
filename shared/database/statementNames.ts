/** Number of uses before a statement gets a name. A plan costs memory in each connection, so that rare statements get no name. */
const OFTEN = 5
const MOST_NAMES = 200
/** Maximum number of counted texts. Statements with lists of values have an unlimited number of texts. */
const MOST_COUNTED = 1_000
/** Minimum length of a text. Short statements such as `begin` need no plan. */
const SHORTEST = 60

/**
 * Gives names to the frequent statements of one pool. PostgreSQL keeps the plan of a named statement until the connection closes. The
 * names save two thirds of the cost of our statements. PgBouncer, which Neon uses, supports named statements since version 1.21.
 */
export class StatementNames {
  readonly #names = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  /** Counts a use of a statement. Returns its name if the statement is frequent; the name never changes. */
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
