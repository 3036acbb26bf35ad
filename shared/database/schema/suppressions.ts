import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { SuppressionSource } from '#shared/contracts/suppressions.ts'
import { instant } from './columns.ts'
import { apps } from './tenants.ts'

const app = () =>
  text('app_id')
    .notNull()
    .references(() => apps.id, { onDelete: 'cascade' })

/**
 * The suppression list of each app: the people who get no campaign. A row remains after the deletion of its session and its
 * message, and after the erasure of the person's data.
 */
export const broadcastSuppressions = pgTable(
  'broadcast_suppressions',
  {
    appId: app(),
    /** The shortest spelling of the number in digits, or the JID of a LID whose number is unknown. */
    person: text('person').notNull(),
    /** The number as given, in digits, or the JID of a LID. */
    phone: text('phone').notNull(),
    source: text('source').$type<SuppressionSource>().notNull(),
    reason: text('reason'),
    /** The message with the stop word, for the source `reply`. */
    sessionId: text('session_id'),
    messageId: text('message_id'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.appId, table.person] }),
    index('broadcast_suppressions_order').on(table.appId, table.createdAt, table.person),
  ],
)

/** Settings of an app's broadcasts. Null words mean the default words. */
export const broadcastSettings = pgTable('broadcast_settings', {
  appId: app().primaryKey(),
  /** The words as written. */
  stopWords: text('stop_words').array(),
  startWords: text('start_words').array(),
  /** The words as `foldPhrase` folds them. The statement that stores a message compares them with the folded message. */
  stopPhrases: text('stop_phrases').array(),
  startPhrases: text('start_phrases').array(),
  updatedAt: instant('updated_at').notNull(),
})
