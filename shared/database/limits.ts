/**
 * Time-outs of the database server and of its clients, in ms. Each server time-out is shorter than the client time-out. After a client's
 * time-out, the statement has already ended on the server, so that no late commit can happen.
 */

/** The server's time-outs that bound a transaction, in ms. Each time-out rolls the transaction back. */
export interface ServerLimits {
  lock_timeout: number
  idle_in_transaction_session_timeout: number
  statement_timeout: number
}

/**
 * Settings of the role in the database. Each time-out is shorter than the default lease. A connector that freezes inside a transaction
 * therefore loses its locks before another connector takes its partitions.
 */
export const ROLE_LIMITS = {
  lock_timeout: 4_000,
  idle_in_transaction_session_timeout: 4_500,
  statement_timeout: 6_000,
} as const satisfies ServerLimits

const MIGRATION_MS = 14 * 60_000

/**
 * Settings of a migration's own database session. A statement may rewrite a table, and a migration may wait for another migration.
 * Lambda ends both after 15 minutes. A statement that waits for the lock of a table blocks all later users of the table. The wait of
 * the migration therefore ends before the time-outs of these users.
 */
export const MIGRATION_LIMITS = {
  lock_timeout: 3_000,
  idle_in_transaction_session_timeout: MIGRATION_MS,
  statement_timeout: MIGRATION_MS,
} as const satisfies ServerLimits

/** Time-outs of the clients. The time-out of a client includes the network. */
export const CLIENT_LIMITS = {
  connector: 8_000,
  functions: 10_000,
  migration: MIGRATION_MS + 30_000,
} as const

/** Default duration of a lease, in ms. */
export const LEASE_MS = 7_500

/**
 * Returns the time-outs of a transaction on leases, in ms. A renewal must end long before the lease, because a late answer is useless.
 * @param leaseMs duration of a lease in ms
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
