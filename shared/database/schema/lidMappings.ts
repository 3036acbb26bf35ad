import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { sessions } from './sessions.ts'

/** Pairs of a LID and a phone-number JID that WhatsApp has sent to a session. Both JIDs have no device. */
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
