import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { bytea, instant } from './columns.ts'

/**
 * A request that its caller may repeat. Whoever runs it holds `lease` until `leaseUntil`; one that died is taken over
 * behind that, with the same `seed`, so that the ids it makes are the same again.
 */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    /** The API key that the request came with; `admin` on the management API. */
    apiKeyId: text('api_key_id').notNull(),
    key: text('key').notNull(),
    /** SHA-256 of method, path and body: what must be the same in a repetition. */
    fingerprint: text('fingerprint').notNull(),
    seed: text('seed').notNull(),
    lease: text('lease').notNull(),
    leaseUntil: instant('lease_until').notNull(),
    /** Of the answer; null until there is one. */
    status: integer('status'),
    contentType: text('content_type'),
    /** The answer's body, sealed with the caller's own key: it may hold a secret that is shown once. */
    body: bytea('body'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.apiKeyId, table.key] }),
    index('idempotency_keys_created').on(table.createdAt),
  ],
)
