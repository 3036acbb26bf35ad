/** What a verb knows of the request that it serves, where the caller may repeat that request under an `Idempotency-Key`. */
export interface Repeatable {
  /** Source of the ids that this call makes. A second run makes the same ids, and finds what the first run wrote. */
  seed?: string | undefined
  /**
   * Source of the secrets that this call makes and shows once. It derives from the seed and from the caller's own key, which the
   * database does not hold, so that a second run shows the same secret and a reader of the database knows none.
   */
  secretSeed?: string | undefined
  /** Whether an earlier run of the same request began and left no answer. */
  isRepeated?: boolean | undefined
  /** Until when no second run of the same request may begin. */
  leaseUntil?: Date | undefined
}
