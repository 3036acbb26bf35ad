import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core'
import type { MessageMedia } from '#shared/contracts/media.ts'
import type { MessageContent, MessageSource, MessageType, SendFailure } from '#shared/contracts/messages.ts'
import { MESSAGE_STATUSES } from '#shared/contracts/messages.ts'
import { bytea, instant } from './columns.ts'
import { sessions } from './sessions.ts'

/**
 * Files of messages that were erased. A row commits with the erasure; the sweeper removes the file unless another message or a campaign
 * needs it, and then the row.
 */
export const erasedFiles = pgTable('erased_files', {
  key: text('key').primaryKey(),
  erasedAt: instant('erased_at').notNull(),
})

/** In the order in which a message goes through them, so that `status < 'READ'` compares progress. */
export const messageStatus = pgEnum('message_status', MESSAGE_STATUSES)

/**
 * Every message in and out. `sender` is `me` or the author's JID: an id alone is not unique, because each author
 * chooses its own. `remoteJid` is the phone-number form whenever it is known.
 */
export const messages = pgTable(
  'messages',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    id: text('id').notNull(),
    sender: text('sender').notNull(),
    /** Goes with its session; a key of its own would want an index over all messages. */
    appId: text('app_id').notNull(),
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    remoteJid: text('remote_jid').notNull(),
    fromMe: boolean('from_me').notNull(),
    participant: text('participant'),
    type: text('type').$type<MessageType>().notNull(),
    content: jsonb('content').$type<MessageContent>().notNull(),
    media: jsonb('media').$type<MessageMedia>(),
    /** The message as it left, encoded, where it can't be composed anew: a file is encrypted and uploaded once. */
    payload: bytea('payload'),
    status: messageStatus('status').notNull(),
    error: text('error').$type<SendFailure>(),
    source: text('source').$type<MessageSource>().notNull(),
    pushName: text('push_name'),
    /** Unix seconds, as WhatsApp counts. */
    timestamp: bigint('timestamp', { mode: 'number' }).notNull(),
    /** How often a connector has claimed it, just before its stanza leaves. */
    attempts: integer('attempts').notNull().default(0),
    /** Connectors that began to prepare the file and did not end it: each one died meanwhile, or still prepares. */
    preparingBy: text('preparing_by').array().notNull().default([]),
    /** The month (`YYYY-MM`) whose usage it was counted in; null for what is not counted. */
    chargedMonth: text('charged_month'),
    /** When the sweeper last put its command into the queue; the API's own first time is `createdAt`. */
    requeuedAt: instant('requeued_at'),
    editedAt: instant('edited_at'),
    /** Its author took it back: what it said is gone, that it was there is not. */
    deletedAt: instant('deleted_at'),
    /** A message still PENDING then ends FAILED. */
    expiresAt: instant('expires_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.id, table.sender] }),
    // Ascending, read backwards: drizzle's desc() puts nulls last, which no ORDER BY … DESC of ours matches.
    index('messages_history').on(table.sessionId, table.timestamp, table.seq),
    index('messages_chat').on(table.sessionId, table.remoteJid, table.timestamp, table.seq),
    // For retention: rows lie in the order in which they came, so that a block index is enough, and costs next to nothing.
    index('messages_created').using('brin', table.createdAt),
    index('messages_payload').on(table.createdAt).where(sql`payload is not null`),
    index('messages_media_pending').on(table.sessionId).where(sql`media ->> 'state' = 'pending'`),
    // Tells whether another message still needs a file.
    index('messages_file').on(sql`(${table.media} ->> 'key')`).where(sql`media ->> 'state' = 'stored'`),
    index('messages_pending').on(table.expiresAt).where(sql`status = 'PENDING'`),
  ],
)
