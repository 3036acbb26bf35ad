import { sql } from 'drizzle-orm'
import { bigserial, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { EventData } from '#shared/contracts/events.ts'
import { instant } from './columns.ts'
import { apps } from './tenants.ts'

/**
 * What happened, for webhooks and flows: the outbox. A row commits together with what it tells of; `published` says that
 * the event queue has it, `handled` that a delivery was made for each webhook, or that nobody wants it. It outlives its session.
 */
export const events = pgTable(
  'events',
  {
    id: text('id').primaryKey().default(sql`'evt_' || replace(gen_random_uuid()::text, '-', '')`),
    /** The order of a session's events. */
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    appId: text('app_id')
      .notNull()
      .references(() => apps.id, { onDelete: 'cascade' }),
    sessionId: text('session_id'),
    /** Events of one chat keep their order; empty for those of the session itself. */
    chat: text('chat').notNull().default(''),
    type: text('type').notNull(),
    data: jsonb('data').$type<EventData>().notNull(),
    /** The message that it is about, where its file is to go along. */
    messageId: text('message_id'),
    messageSender: text('message_sender'),
    occurredAt: instant('occurred_at').notNull(),
    /** Not to be published before: the message's file is still being fetched. It holds up the chat behind it. */
    heldUntil: instant('held_until'),
    publishedAt: instant('published_at'),
    handledAt: instant('handled_at'),
  },
  (table) => [
    index('events_unpublished').on(table.sessionId, table.seq).where(sql`published_at is null`),
    index('events_unhandled').on(table.publishedAt).where(sql`handled_at is null`),
    index('events_held').on(table.sessionId, table.messageId).where(sql`held_until is not null`),
    // Rows lie in the order in which they happened.
    index('events_occurred').using('brin', table.occurredAt),
    index('events_session_order').on(table.sessionId, table.seq),
    // Finds what was told of a message, to erase the message's text there.
    index('events_message')
      .on(table.sessionId, sql`(${table.data} ->> 'id')`)
      .where(sql`type in ('message.received', 'message.from_phone', 'message.updated')`),
    index('events_app').on(table.appId),
  ],
)
