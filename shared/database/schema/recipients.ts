import { foreignKey, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { messageStatus, messages } from './messages.ts'

/** How far a message of ours got with each member of its group. The message's own status is the lowest of them. */
export const messageRecipients = pgTable(
  'message_recipients',
  {
    sessionId: text('session_id').notNull(),
    messageId: text('message_id').notNull(),
    /** Always `me`: it completes the key of the message. */
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
  ],
)
