import { boolean, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { AddressingMode, GroupMember } from '#shared/contracts/groups.ts'
import { instant } from './columns.ts'
import { sessions } from './sessions.ts'

/**
 * What is known of the groups that a session is in: a copy of WhatsApp's, kept true by its connector. The members are beside the
 * rest in one row: a change of them is one write, and PostgreSQL keeps a long list out of the way of who does not ask for it.
 */
export const groups = pgTable(
  'groups',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    /** Its JID. */
    id: text('id').notNull(),
    subject: text('subject').notNull(),
    description: text('description'),
    /** Who made it; WhatsApp does not always tell. */
    owner: text('owner'),
    /** On WhatsApp, not here. */
    createdAt: instant('created_at'),
    announce: boolean('announce').notNull(),
    locked: boolean('locked').notNull(),
    /** After how long messages disappear; 0: never. */
    ephemeralSeconds: integer('ephemeral_seconds').notNull(),
    joinApproval: boolean('join_approval').notNull(),
    /** By which of their JIDs messages name the members. */
    addressingMode: text('addressing_mode').$type<AddressingMode>().notNull(),
    members: jsonb('members').$type<GroupMember[]>().notNull(),
    size: integer('size').notNull(),
    /** As far as it was ever told: admins may ask for it. */
    inviteCode: text('invite_code'),
    syncedAt: instant('synced_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.id] })],
)
