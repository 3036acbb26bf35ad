import { sql } from 'drizzle-orm'
import { bigserial, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { EventData, EventName } from '#shared/contracts/events.ts'
import { instant, xid8 } from './columns.ts'
import { apps } from './tenants.ts'

/**
 * Events for webhooks and flows: the outbox. An event commits together with the change that it reports. `published_at`: the event
 * queue has the event. `handled_at`: each webhook has its delivery, or the event has no subscriber. An event outlives its session.
 */
export const events = pgTable(
  'events',
  {
    id: text('id').primaryKey().default(sql`'evt_' || replace(gen_random_uuid()::text, '-', '')`),
    /** Order of the events of a session. */
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    /** Null for the test of an operator's webhook. */
    appId: text('app_id').references(() => apps.id, { onDelete: 'cascade' }),
    sessionId: text('session_id'),
    /** JID of the chat, whose events keep their order. Empty for events of the session itself. */
    chat: text('chat').notNull().default(''),
    type: text('type').$type<EventName>().notNull(),
    data: jsonb('data').$type<EventData>().notNull(),
    /** Id of the event's message, if the webhook also delivers the file of the message. */
    messageId: text('message_id'),
    messageSender: text('message_sender'),
    occurredAt: instant('occurred_at').notNull(),
    /** Earliest time of publication, while the message's file is fetched. A held event delays the later events of its chat. */
    heldUntil: instant('held_until'),
    publishedAt: instant('published_at'),
    handledAt: instant('handled_at'),
    /** Id of the transaction that wrote the event. The log of events is ordered by it. 0: written before this column existed. */
    xid: xid8('xid').notNull().default(sql`pg_current_xact_id()`),
  },
  (table) => [
    index('events_unpublished').on(table.sessionId, table.seq).where(sql`published_at is null`),
    index('events_unhandled').on(table.publishedAt).where(sql`handled_at is null`),
    index('events_held').on(table.sessionId, table.messageId).where(sql`held_until is not null`),
    // The table stores rows in the order of their time, so that a BRIN index is enough.
    index('events_occurred').using('brin', table.occurredAt),
    index('events_session_order').on(table.sessionId, table.seq),
    // Finds the events of a message, to erase the text of the message.
    index('events_message')
      .on(table.sessionId, sql`(${table.data} ->> 'id')`)
      .where(sql`type in ('message.received', 'message.from_phone', 'message.updated')`),
    // Finds the votes in a poll, to erase the names of its options.
    index('events_poll_votes')
      .on(table.sessionId, sql`(${table.data} ->> 'id')`)
      .where(sql`type = 'poll.vote'`),
    // Walks over the events of an app, and serves the foreign key to the app. An event outlives its session, so that the sessions do not lead to all events.
    index('events_app_order').on(table.appId, table.seq),
    // Orders the log of events.
    index('events_app_log').on(table.appId, table.xid, table.seq),
  ],
)
