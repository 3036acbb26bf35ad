import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { sessions } from './sessions.ts'

/** Whom a session has heard of, and by what name: their own, or the one in the phone's address book. */
export const contacts = pgTable(
  'contacts',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    jid: text('jid').notNull(),
    name: text('name').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.jid] })],
)
