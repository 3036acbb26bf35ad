import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Restriction } from '#shared/contracts/restrictions.ts'
import type { DesiredState, DisconnectReason, SessionStatus } from '#shared/contracts/sessions.ts'
import { bytea, deletedAt, instant } from './columns.ts'
import { partitions } from './fleet.ts'
import { apps } from './tenants.ts'

/**
 * One WhatsApp account's link. `disconnected` is at rest: no connector holds a socket for it. `connecting` and
 * `connected` belong to the connector that leases the partition. `generation` is new with each restart that a user asks for;
 * the connection of an earlier generation is replaced.
 */
export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    appId: text('app_id')
      .notNull()
      .references(() => apps.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    partition: integer('partition')
      .notNull()
      .references(() => partitions.id),
    desiredState: text('intent').$type<DesiredState>().notNull().default('run'),
    generation: text('run').notNull(),
    /** Whether the phone's earlier chats are imported when it is linked. */
    syncHistory: boolean('sync_history').notNull().default(false),
    status: text('status').$type<SessionStatus>().notNull().default('connecting'),
    reason: text('reason').$type<DisconnectReason>(),
    phone: text('phone'),
    lid: text('lid'),
    pushName: text('push_name'),
    pairedAt: instant('paired_at'),
    connectedAt: instant('connected_at'),
    /** As WhatsApp last told; those whose time has passed are over. */
    restrictions: jsonb('restrictions').$type<Restriction[]>().notNull().default([]),
    /** What its last event said: `connected`, or the reason why it is not. */
    lastEventStatus: text('announced').$type<'connected' | DisconnectReason>(),
    /** When all of its groups were last asked for; those of another account are nobody's. */
    groupsSyncedAt: instant('groups_synced_at'),
    qr: text('qr'),
    qrExpiresAt: instant('qr_expires_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    /** Set when the connector has let go of a session whose `desiredState` is `delete`. */
    deletedAt: deletedAt(),
  },
  (table) => [
    index('sessions_deleted').on(table.deletedAt).where(sql`deleted_at is not null`),
    uniqueIndex('sessions_app_name').on(table.appId, table.name).where(sql`intent <> 'delete'`),
    index('sessions_app_created').on(table.appId, table.createdAt, table.id),
    index('sessions_partition').on(table.partition),
  ],
)

/**
 * Baileys' credentials of a session, encrypted with the session's data key, which is here too, wrapped. The key outlives
 * the link: the journal may hold what it sealed.
 */
export const whatsappCreds = pgTable('whatsapp_creds', {
  sessionId: text('session_id')
    .primaryKey()
    .references(() => sessions.id, { onDelete: 'cascade' }),
  wrappedKey: bytea('wrapped_key').notNull(),
  value: bytea('value'),
})

/** Signal keys and sessions, one row each, encrypted with the session's data key. */
export const whatsappKeys = pgTable(
  'whatsapp_keys',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    type: text('type').notNull(),
    id: text('id').notNull(),
    value: bytea('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.type, table.id] })],
)

/**
 * The journal of decrypted stanzas. A row commits together with the step of the Signal ratchet that it cost, before
 * WhatsApp gets its receipt. `hash` is the ciphertext's SHA-256: the server may send the same stanza again, and it can
 * be decrypted only once.
 */
export const inbox = pgTable(
  'inbox',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    hash: text('hash').notNull(),
    value: bytea('value').notNull(),
    receivedAt: instant('received_at').notNull(),
    processedAt: instant('processed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.hash] }),
    index('inbox_unprocessed').on(table.sessionId, table.receivedAt).where(sql`processed_at is null`),
    index('inbox_processed').on(table.processedAt),
  ],
)
