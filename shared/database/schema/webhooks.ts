import { sql } from 'drizzle-orm'
import { bigserial, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { DeliveryFailure, DeliveryState, WebhookDisabled } from '#shared/contracts/webhooks.ts'
import { bytea, deletedAt, instant } from './columns.ts'
import { events } from './events.ts'
import { apps } from './tenants.ts'

/** Where a customer wants events. Secrets are sealed with the row's data key, which is here too, wrapped. */
export const webhooks = pgTable(
  'webhooks',
  {
    id: text('id').primaryKey(),
    appId: text('app_id')
      .notNull()
      .references(() => apps.id, { onDelete: 'cascade' }),
    url: text('url').notNull(),
    /** Event types, or `*`. */
    events: text('events').array().notNull(),
    wrappedKey: bytea('wrapped_key').notNull(),
    secret: bytea('secret').notNull(),
    /** Those before it that sign too, newest first: sealed, in base64, and until when (ISO 8601). */
    previousSecrets: jsonb('previous_secrets')
      .$type<{ secret: string; until: string }[]>()
      .notNull()
      .default([]),
    /** A file up to this size goes along as base64. */
    inlineLimitBytes: integer('inline_limit_bytes').notNull(),
    /** Null while it is on. */
    disabled: text('disabled').$type<WebhookDisabled>(),
    /** When the first of the attempts failed that no success has followed. */
    failingSince: instant('failing_since'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    deletedAt: deletedAt(),
  },
  (table) => [
    index('webhooks_app').on(table.appId, table.createdAt, table.id),
    index('webhooks_deleted').on(table.deletedAt).where(sql`deleted_at is not null`),
  ],
)

/** One event on its way to one webhook. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: text('id').primaryKey(),
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    eventId: text('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    /** Session and chat: of one lane, one delivery at a time has its first attempt. */
    lane: text('lane').notNull(),
    state: text('state').$type<DeliveryState>().notNull(),
    error: text('error').$type<DeliveryFailure>(),
    /** Attempts made. */
    attempts: integer('attempts').notNull().default(0),
    /** How often it was replayed; a replay stands outside its lane. */
    replays: integer('replays').notNull().default(0),
    /** Attempts made before the last replay: each replay begins the schedule anew. */
    attemptsBefore: integer('attempts_before').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at'),
    /** When QStash took the next attempt; null while it is not known to have it. */
    enqueuedAt: instant('enqueued_at'),
    /** An attempt is under way until then, or its host died. */
    claimedUntil: instant('claimed_until'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('deliveries_once').on(table.eventId, table.webhookId),
    index('deliveries_log').on(table.webhookId, table.seq),
    index('deliveries_lane')
      .on(table.webhookId, table.lane, table.seq)
      .where(sql`state in ('waiting', 'pending')`),
    index('deliveries_pending').on(table.webhookId, table.seq).where(sql`state = 'pending'`),
    index('deliveries_failed').on(table.webhookId, table.seq).where(sql`state = 'failed'`),
  ],
)

/** What came back from a webhook, attempt by attempt. */
export const deliveryAttempts = pgTable(
  'delivery_attempts',
  {
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    at: instant('at').notNull(),
    durationMs: integer('duration_ms').notNull(),
    /** HTTP status; null where there was no answer. */
    status: integer('status'),
    /** Why there was none, for its owner to read. */
    error: text('error'),
    /** The beginning of the answer's body. */
    response: text('response'),
    nextAttemptAt: instant('next_attempt_at'),
  },
  (table) => [primaryKey({ columns: [table.deliveryId, table.number] })],
)
