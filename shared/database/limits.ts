/**
 * Time limits of the database's server and of its clients, in ms. A server's limit is below its clients': a statement that a client gave
 * up has ended on the server before, so that nothing commits late.
 */

/** The server's time-outs that bound a transaction. Each ends the transaction with a rollback. */
export interface ServerLimits {
  lock_timeout: number
  idle_in_transaction_session_timeout: number
  statement_timeout: number
}

/**
 * Settings of the role in the database. Each is below the default life of a lease: a connector that stands still inside a transaction has
 * lost its locks before another connector takes its partitions.
 */
export const ROLE_LIMITS = {
  lock_timeout: 4_000,
  idle_in_transaction_session_timeout: 4_500,
  statement_timeout: 6_000,
} as const satisfies ServerLimits

const MIGRATION_MS = 14 * 60_000

/**
 * Settings of a migration's own session. A statement may rewrite a table, and a migration may wait for another; Lambda ends both after 15
 * minutes. A statement that waits for a table's lock holds up all later users of the table, so that its wait ends before theirs.
 */
export const MIGRATION_LIMITS = {
  lock_timeout: 3_000,
  idle_in_transaction_session_timeout: MIGRATION_MS,
  statement_timeout: MIGRATION_MS,
} as const satisfies ServerLimits

/** How long clients wait for an answer. A client's limit covers the way to the server and back, too. */
export const CLIENT_LIMITS = {
  connector: 8_000,
  functions: 10_000,
  migration: MIGRATION_MS + 30_000,
} as const

/** The default life of a lease. */
export const LEASE_MS = 7_500

/**
 * The limits of a transaction on leases. A renewal must end long before the lease does, or its answer is of no use.
 * @param leaseMs life of a lease
 */
export function leaseLimits(leaseMs: number): { client: number; server: ServerLimits } {
  const client = leaseMs / 2
  return {
    client,
    server: {
      lock_timeout: Math.round(client / 2),
      idle_in_transaction_session_timeout: Math.round(client * 0.8),
      statement_timeout: Math.round(client * 0.8),
    },
  }
}
