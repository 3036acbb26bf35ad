/**
 * Time limits of the database's server and of its clients, in ms. A server's limit is below its clients': a statement that a client gave
 * up has ended before, so that nothing commits late.
 */

/**
 * Settings of the role in the database. Each ends its transaction with a rollback, and below the life of a lease: a connector that
 * stands still inside a transaction has lost its locks before another connector takes its partitions.
 */
export const SERVER_LIMITS = {
  lock_timeout: 4_000,
  idle_in_transaction_session_timeout: 4_500,
  statement_timeout: 6_000,
} as const
export type LimitName = keyof typeof SERVER_LIMITS

/** How long clients wait for an answer. */
export const CLIENT_LIMITS = {
  connector: 8_000,
  functions: 10_000,
} as const

/** The default life of a lease. */
export const LEASE_MS = 7_500
