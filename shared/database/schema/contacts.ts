import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { sessions } from './sessions.ts'

/** Contacts of a session, with their push names or the names in the phone's address book. */
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
