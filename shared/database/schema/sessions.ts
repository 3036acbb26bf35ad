import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Restriction } from '#shared/contracts/restrictions.ts'
import type { BanCause, DesiredState, DisconnectReason, SessionStatus } from '#shared/contracts/sessions.ts'
import { bytea, deletedAt, instant } from './columns.ts'
import { partitions } from './fleet.ts'
import { apps } from './tenants.ts'

/**
 * Sessions: links to WhatsApp accounts. No connector holds a socket for a `disconnected` session. The connector that leases the
 * partition runs `connecting` and `connected` sessions. Each restart by a user sets a new `generation`. The connector then replaces
 * the connection of the earlier generation.
 */
export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    appId: text('app_id')
      .notNull()
      .references(() => apps.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** The name without case and form (`nameKey`). Null in a row of an earlier release, until the app creates a session. */
    nameKey: text('name_key'),
    partition: integer('partition')
      .notNull()
      .references(() => partitions.id),
    desiredState: text('intent').$type<DesiredState>().notNull().default('run'),
    generation: text('run').notNull(),
    /** True if the gateway imports the phone's earlier chats after the link. */
    syncHistory: boolean('sync_history').notNull().default(false),
    /** True if the session stores the status posts of its contacts. */
    receiveStatus: boolean('receive_status').notNull().default(false),
    status: text('status').$type<SessionStatus>().notNull().default('connecting'),
    reason: text('reason').$type<DisconnectReason>(),
    /** End of a temporary ban, and its cause. */
    bannedUntil: instant('banned_until'),
    banCause: text('ban_cause').$type<BanCause>(),
    /** Time at which the connector logs a `disconnected` session in again by itself. */
    retryAt: instant('retry_at'),
    /** Number of logins in a row that WhatsApp refused. The delay before the next login grows with the number. */
    refusals: integer('refusals').notNull().default(0),
    phone: text('phone'),
    lid: text('lid'),
    pushName: text('push_name'),
    pairedAt: instant('paired_at'),
    connectedAt: instant('connected_at'),
    /** Restrictions in WhatsApp's last notification. A restriction whose time has passed no longer applies. */
    restrictions: jsonb('restrictions').$type<Restriction[]>().notNull().default([]),
    /** Status in the last event: `connected`, or the reason of the disconnection. */
    lastEventStatus: text('announced').$type<'connected' | DisconnectReason>(),
    /** Time of the last full read of the groups. A new link resets the time, because the account may be another. */
    groupsSyncedAt: instant('groups_synced_at'),
    qr: text('qr'),
    qrExpiresAt: instant('qr_expires_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    /** Time at which the connector released a session whose `desiredState` is `delete`. */
    deletedAt: deletedAt(),
  },
  (table) => [
    index('sessions_deleted').on(table.deletedAt).where(sql`deleted_at is not null`),
    uniqueIndex('sessions_app_name').on(table.appId, table.name).where(sql`intent <> 'delete'`),
    index('sessions_app_name_key').on(table.appId, table.nameKey).where(sql`intent <> 'delete'`),
    index('sessions_app_created').on(table.appId, table.createdAt, table.id),
    index('sessions_partition').on(table.partition),
    index('sessions_outdated').on(table.id).where(sql`reason = 'client_outdated'`),
  ],
)

/**
 * Baileys' credentials of sessions, sealed with the session's data key. The same row has the wrapped data key. The key remains after
 * the link ends, because the journal may still contain values that it sealed.
 */
export const whatsappCreds = pgTable('whatsapp_creds', {
  sessionId: text('session_id')
    .primaryKey()
    .references(() => sessions.id, { onDelete: 'cascade' }),
  wrappedKey: bytea('wrapped_key').notNull(),
  value: bytea('value'),
})

/** Signal keys and Signal sessions, one row each, sealed with the data key of the gateway's session. */
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
 * The journal of decrypted stanzas. A row commits together with the ratchet step of its decryption, before WhatsApp gets the
 * receipt. `hash` is the SHA-256 of the ciphertext. The server may send the same stanza again, but a ciphertext can be decrypted
 * only once.
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
