import { sql } from 'drizzle-orm'
import { index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Plan } from '#shared/contracts/accounts.ts'
import { KEY_SCOPES, type KeyScope } from '#shared/contracts/keys.ts'
import { deletedAt, instant } from './columns.ts'

export const accounts = pgTable('accounts', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  plan: text('plan').$type<Plan>().notNull(),
  /** Time of the suspension. API keys of a suspended account do not work. */
  suspendedAt: instant('suspended_at'),
  createdAt: instant('created_at').notNull().defaultNow(),
})

/** Apps: the tenants. An API key belongs to one app, and has no access to other apps. */
export const apps = pgTable(
  'apps',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    deletedAt: deletedAt(),
    /** Origins of the browsers that may call the API with a key of the app. */
    corsOrigins: text('cors_origins').array().notNull().default([]),
  },
  (table) => [
    index('apps_account').on(table.accountId),
    index('apps_origins').using('gin', table.corsOrigins),
    index('apps_deleted').on(table.deletedAt).where(sql`deleted_at is not null`),
  ],
)

/** API keys. A key is shown once and never stored. `hash` is its SHA-256, and `prefix` finds the row. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    appId: text('app_id')
      .notNull()
      .references(() => apps.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    prefix: text('prefix').notNull(),
    hash: text('hash').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    revokedAt: instant('revoked_at'),
    /** Time of the last recorded use. The gateway records a use at most once a minute. */
    lastUsedAt: instant('last_used_at'),
    scopes: text('scopes')
      .array()
      .$type<KeyScope[]>()
      .notNull()
      .default([...KEY_SCOPES]),
    /** IDs of the sessions that the key opens. Null: all sessions of the app. An ID of a deleted session opens nothing. */
    sessions: text('sessions').array(),
    expiresAt: instant('expires_at'),
    /** Addresses and networks that may use the key. Null: all. */
    allowedIps: text('allowed_ips').array(),
  },
  (table) => [uniqueIndex('api_keys_prefix').on(table.prefix), index('api_keys_app').on(table.appId)],
)

/** Usage of an account in a month, over all its apps. The statement that counts a unit also checks the limit in the same row. */
export const usageCounters = pgTable(
  'usage_counters',
  {
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    /** Month in UTC, `YYYY-MM`. */
    month: text('month').notNull(),
    messages: integer('messages').notNull().default(0),
    broadcast: integer('broadcast').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.month] })],
)
