import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { bytea, instant } from './columns.ts'
import { sessions } from './sessions.ts'

/**
 * Changes of messages that the gateway does not have yet, or cannot decrypt yet: edits, votes, comments and reactions. The gateway
 * applies a change when its message arrives. `value` is sealed with the session's data key.
 */
export const lateChanges = pgTable(
  'late_changes',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    /** Id of the message to change. */
    targetId: text('target_id').notNull(),
    /** `me`, or the JID of the author of the change. */
    sender: text('sender').notNull(),
    /** Id of the stanza that carried the change. */
    id: text('id').notNull(),
    remoteJid: text('remote_jid').notNull(),
    value: bytea('value').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.targetId, table.sender, table.id] }),
    index('late_changes_session').on(table.sessionId, table.receivedAt),
    index('late_changes_received').on(table.receivedAt),
  ],
)
