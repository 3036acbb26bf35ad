import { bigint, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { sessions } from './sessions.ts'

/**
 * The disappearing timers of a session's chats. A chat whose timer nobody has ever set has no row. The seconds of a group are
 * also in `groups`, which counts.
 */
export const chats = pgTable(
  'chats',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    /** JID of the chat, in the form of `messages.remoteJid`. */
    jid: text('jid').notNull(),
    /** Lifetime of new messages in seconds; 0 means that messages do not disappear. */
    ephemeralSeconds: integer('ephemeral_seconds').notNull(),
    /** WhatsApp's time of the setting, in Unix seconds. The newest setting counts. */
    ephemeralAt: bigint('ephemeral_at', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.jid] })],
)
