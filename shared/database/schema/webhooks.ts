import { sql } from 'drizzle-orm'
import { bigserial, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type {
  DeliveryFailure,
  DeliveryState,
  WebhookDisabled,
  WebhookFilter,
} from '#shared/contracts/webhooks.ts'
import { bytea, deletedAt, instant } from './columns.ts'
import { events } from './events.ts'
import { apps } from './tenants.ts'

/**
 * Webhooks of apps and of the operator. The data key of the row seals the secrets and the values of headers, and is stored
 * wrapped in the same row.
 */
export const webhooks = pgTable(
  'webhooks',
  {
    id: text('id').primaryKey(),
    /** Null for a webhook of the operator, which receives the session events of all apps. */
    appId: text('app_id').references(() => apps.id, { onDelete: 'cascade' }),
    url: text('url').notNull(),
    /** Event types, or `*`. */
    events: text('events').array().notNull(),
    /**
     * Ids of the sessions whose events the webhook receives; null for all sessions. The id of a deleted session stays, so that
     * the webhook receives the last events of the session.
     */
    sessions: text('sessions').array(),
    /** Conditions on the events of chats and messages; null without conditions. */
    filter: jsonb('filter').$type<WebhookFilter>(),
    /** Headers of the owner, by name. Each value is sealed, in base64. */
    headers: jsonb('headers').$type<Record<string, string>>().notNull().default({}),
    wrappedKey: bytea('wrapped_key').notNull(),
    secret: bytea('secret').notNull(),
    /** Earlier secrets that still sign, newest first. Each secret is sealed, in base64, with the end of its use (ISO 8601). */
    previousSecrets: jsonb('previous_secrets')
      .$type<{ secret: string; until: string }[]>()
      .notNull()
      .default([]),
    /** Maximum size of a file that an event contains as base64, in bytes. */
    inlineLimitBytes: integer('inline_limit_bytes').notNull(),
    /** Reason of the disablement; null for an enabled webhook. */
    disabled: text('disabled').$type<WebhookDisabled>(),
    /** Time of the first failed attempt since the last success. */
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

/** Deliveries: one event for one webhook. */
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
    /** Session and chat. In a lane, one delivery of a webhook has its first attempt at a time. */
    lane: text('lane').notNull(),
    state: text('state').$type<DeliveryState>().notNull(),
    error: text('error').$type<DeliveryFailure>(),
    /** Number of finished attempts. */
    attempts: integer('attempts').notNull().default(0),
    /** Number of replays. A replay does not wait for its lane. */
    replays: integer('replays').notNull().default(0),
    /** Number of attempts before the last replay. Each replay restarts the schedule. */
    attemptsBefore: integer('attempts_before').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at'),
    /** Time at which QStash accepted the next attempt; null without a known acceptance. */
    enqueuedAt: instant('enqueued_at'),
    /** End of the claim of the running attempt. After this time, the host of the attempt counts as dead. */
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

/** Attempts of deliveries, with the answers of the webhook. */
export const deliveryAttempts = pgTable(
  'delivery_attempts',
  {
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    at: instant('at').notNull(),
    durationMs: integer('duration_ms').notNull(),
    /** HTTP status; null without an answer. */
    status: integer('status'),
    /** Reason of a missing answer, for the owner of the webhook. */
    error: text('error'),
    /** Beginning of the answer's body. */
    response: text('response'),
    nextAttemptAt: instant('next_attempt_at'),
  },
  (table) => [primaryKey({ columns: [table.deliveryId, table.number] })],
)
