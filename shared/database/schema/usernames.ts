import { sql } from 'drizzle-orm'
import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { sessions } from './sessions.ts'

/** The current usernames of persons, by LID, as far as WhatsApp has sent them to a session. A username belongs to one LID at a time. */
export const usernames = pgTable(
  'usernames',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    /** LID without a device. */
    lid: text('lid').notNull(),
    /** The username as its owner writes it, without `@`. */
    username: text('username').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.lid] }),
    index('usernames_name').on(table.sessionId, sql`lower(username)`),
  ],
)
