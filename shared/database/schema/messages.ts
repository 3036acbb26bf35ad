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
 * Files of erased messages. A row commits together with the erasure. The sweeper removes the file, unless another message or a campaign
 * needs the file, and then deletes the row.
 */
export const erasedFiles = pgTable(
  'erased_files',
  {
    key: text('key').primaryKey(),
    erasedAt: instant('erased_at').notNull(),
    /** Id of the erasure of a person that waits for the removal. */
    requestId: text('request_id'),
  },
  (table) => [index('erased_files_request').on(table.requestId).where(sql`request_id is not null`)],
)

/** Statuses in the order of progress, so that `status < 'READ'` compares progress. */
export const messageStatus = pgEnum('message_status', MESSAGE_STATUSES)

/**
 * All inbound and outbound messages. `sender` is `me` or the author's JID. An id alone is not unique, because each author chooses
 * its own ids. `remoteJid` has the phone-number form if the number is known.
 */
export const messages = pgTable(
  'messages',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    id: text('id').notNull(),
    sender: text('sender').notNull(),
    /** App of the session. A foreign key would need an index over all messages. */
    appId: text('app_id').notNull(),
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    /** JID of the chat. A message that was accepted by `@username` before the LID was known has that address until it is sent. */
    remoteJid: text('remote_jid').notNull(),
    /** The key for the username in `remoteJid`; null without a key, and after the LID is known. */
    usernameKey: text('username_key'),
    fromMe: boolean('from_me').notNull(),
    participant: text('participant'),
    type: text('type').$type<MessageType>().notNull(),
    content: jsonb('content').$type<MessageContent>().notNull(),
    media: jsonb('media').$type<MessageMedia>(),
    /** The encoded WhatsApp message, if it cannot be composed again. A file is encrypted and uploaded only once. */
    payload: bytea('payload'),
    /** The message's `messageSecret`, sealed with the session's data key. Changes, votes and comments are encrypted with it. */
    secret: bytea('secret'),
    /**
     * The parts that a quote shows beside the content, such as the thumbnail: an encoded WhatsApp message without texts.
     * Null for a kind that shows its content only.
     */
    preview: bytea('preview'),
    status: messageStatus('status').notNull(),
    error: text('error').$type<SendFailure>(),
    source: text('source').$type<MessageSource>().notNull(),
    pushName: text('push_name'),
    /** WhatsApp's time of the message, in Unix seconds. */
    timestamp: bigint('timestamp', { mode: 'number' }).notNull(),
    /** Number of claims. A connector claims a message immediately before it sends the stanza. */
    attempts: integer('attempts').notNull().default(0),
    /** Ids of connectors that started to prepare the file and did not finish: each connector died or still works. */
    preparingBy: text('preparing_by').array().notNull().default([]),
    /** Month (`YYYY-MM`) in which the message was charged; null if the message is free. */
    chargedMonth: text('charged_month'),
    /** Time at which the sweeper last enqueued the command. The API enqueues the first command at `createdAt`. */
    requeuedAt: instant('requeued_at'),
    editedAt: instant('edited_at'),
    /** The author's time of the last applied edit, in Unix ms. An older edit that arrives later changes nothing. */
    editTimestamp: bigint('edit_timestamp', { mode: 'number' }),
    /** Time at which the author deleted the message. The content is erased, and the row remains. */
    deletedAt: instant('deleted_at'),
    /** Time at which a PENDING message becomes FAILED. */
    expiresAt: instant('expires_at'),
    /**
     * `expiresAt` while the message is PENDING, and null afterwards. An index of the column finds pending messages. The predicate of an
     * index on `status` would make each later change of the status write all indexes of the table (no HOT update).
     */
    pendingUntil: instant('pending_until'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.id, table.sender] }),
    // The index is ascending and read backwards. drizzle's desc() sorts nulls last, which does not match our ORDER BY … DESC.
    index('messages_history').on(table.sessionId, table.timestamp, table.seq),
    index('messages_chat').on(table.sessionId, table.remoteJid, table.timestamp, table.seq),
    // For retention. The table stores rows in the order of their creation, so that a small BRIN index is enough.
    index('messages_created').using('brin', table.createdAt),
    index('messages_payload').on(table.createdAt).where(sql`payload is not null`),
    index('messages_media_pending').on(table.sessionId).where(sql`media ->> 'state' = 'pending'`),
    // Finds other messages that need a file.
    index('messages_file').on(sql`(${table.media} ->> 'key')`).where(sql`media ->> 'state' = 'stored'`),
    // Finds the messages of a person in groups, once the number of the person's LID is known.
    index('messages_lid_author').on(table.sessionId, table.participant).where(sql`participant like '%@lid'`),
    index('messages_pending_until').on(table.pendingUntil).where(sql`pending_until is not null`),
  ],
)
