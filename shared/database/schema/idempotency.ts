import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { bytea, instant } from './columns.ts'

/**
 * Requests with an Idempotency-Key. The run that executes a request holds `lease` until `leaseUntil`. After a dead run, another run
 * takes over the lease and uses the same `seed`, so that it creates the same ids.
 */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    /** Id of the request's API key; `admin` on the management API. */
    apiKeyId: text('api_key_id').notNull(),
    key: text('key').notNull(),
    /** SHA-256 of method, path and body, which a repeated request must not change. */
    fingerprint: text('fingerprint').notNull(),
    seed: text('seed').notNull(),
    lease: text('lease').notNull(),
    leaseUntil: instant('lease_until').notNull(),
    /** HTTP status of the answer; null before the answer. */
    status: integer('status'),
    contentType: text('content_type'),
    /** Body of the answer, sealed with the caller's own key, because the body may contain a secret that is shown once. */
    body: bytea('body'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.apiKeyId, table.key] }),
    index('idempotency_keys_created').on(table.createdAt),
  ],
)
