import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { sessions } from './sessions.ts'

/** Which number is behind a LID, as far as WhatsApp has ever told a session. Both are JIDs without a device. */
export const lidMappings = pgTable(
  'lid_mappings',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    lid: text('lid').notNull(),
    phoneJid: text('phone_jid').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.lid] }),
    index('lid_mappings_phone').on(table.sessionId, table.phoneJid),
  ],
)
