import { bigint, foreignKey, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { messages } from './messages.ts'

/**
 * The newest answer of each person to a poll or an event. `choices` has the SHA-256 of each chosen option of a poll, in hex, or the
 * response to an event. An answer that was taken back has no choices.
 */
export const messageAnswers = pgTable(
  'message_answers',
  {
    sessionId: text('session_id').notNull(),
    messageId: text('message_id').notNull(),
    messageSender: text('message_sender').notNull(),
    /** `me`, or the JID of the person. */
    voter: text('voter').notNull(),
    choices: text('choices').array().notNull(),
    /** Number of additional guests in a response to an event. */
    guests: integer('guests'),
    /** The voter's time of the answer, in Unix ms. */
    answeredAt: bigint('answered_at', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.messageId, table.messageSender, table.voter] }),
    foreignKey({
      columns: [table.sessionId, table.messageId, table.messageSender],
      foreignColumns: [messages.sessionId, messages.id, messages.sender],
    })
      .onDelete('cascade')
      .onUpdate('cascade'),
  ],
)
