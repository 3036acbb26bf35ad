import { boolean, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { AddressingMode, AdminChange, GroupMember } from '#shared/contracts/groups.ts'
import { instant } from './columns.ts'
import { sessions } from './sessions.ts'

/**
 * Copies of a session's groups, which the connector keeps up to date. The members are in the same row, so that a change of members is
 * one write. PostgreSQL stores a long list outside the row, so that queries of other columns do not read it.
 */
export const groups = pgTable(
  'groups',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    /** JID of the group. */
    id: text('id').notNull(),
    subject: text('subject').notNull(),
    description: text('description'),
    /** JID of the creator; null if WhatsApp does not send the creator. */
    owner: text('owner'),
    /** Time of the group's creation on WhatsApp. */
    createdAt: instant('created_at'),
    announce: boolean('announce').notNull(),
    locked: boolean('locked').notNull(),
    /** Lifetime of messages in seconds; 0 means that messages do not disappear. */
    ephemeralSeconds: integer('ephemeral_seconds').notNull(),
    joinApproval: boolean('join_approval').notNull(),
    /** The form of JID by which messages name members. */
    addressingMode: text('addressing_mode').$type<AddressingMode>().notNull(),
    members: jsonb('members').$type<GroupMember[]>().notNull(),
    size: integer('size').notNull(),
    /** Recent changes of the admins, the oldest first. A deletion is judged by the admins at the time of the deletion. */
    adminChanges: jsonb('admin_changes').$type<AdminChange[]>().notNull().default([]),
    /** Last known invite code. Only admins can read the code from WhatsApp. */
    inviteCode: text('invite_code'),
    syncedAt: instant('synced_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.id] })],
)
