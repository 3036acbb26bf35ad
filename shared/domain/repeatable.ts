/** Facts about the request that a verb serves, if the caller may repeat the request under an `Idempotency-Key`. */
export interface Repeatable {
  /**
   * Source of the ids that this call creates. A second run creates the same ids, and finds the rows of the first run.
   */
  seed?: string | undefined
  /**
   * Source of the secrets that this call creates and shows once. The source derives from the seed and from the caller's
   * key, which the database does not hold. A second run shows the same secret, and a reader of the database cannot
   * derive the secret.
   */
  secretSeed?: string | undefined
  /** True if an earlier run of the same request began and stored no response. */
  isRepeated?: boolean | undefined
  /** End of the idempotency lease. No second run of the same request begins before this instant. */
  leaseUntil?: Date | undefined
}
