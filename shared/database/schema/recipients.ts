import { sql } from 'drizzle-orm'
import { foreignKey, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { messageStatus, messages } from './messages.ts'

/** The status of an outbound message for each member of a group. The status of the message itself is the lowest of these. */
export const messageRecipients = pgTable(
  'message_recipients',
  {
    sessionId: text('session_id').notNull(),
    messageId: text('message_id').notNull(),
    /** Always `me`. The column completes the foreign key to the message. */
    sender: text('sender').notNull().default('me'),
    jid: text('jid').notNull(),
    status: messageStatus('status').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.messageId, table.jid] }),
    foreignKey({
      columns: [table.sessionId, table.messageId, table.sender],
      foreignColumns: [messages.sessionId, messages.id, messages.sender],
    }).onDelete('cascade'),
    index('message_recipients_lid').on(table.sessionId, table.jid).where(sql`jid like '%@lid'`),
  ],
)
