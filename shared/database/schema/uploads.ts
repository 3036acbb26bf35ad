import { bigint, index, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'
import { apps } from './tenants.ts'

/** Unused upload slots. The use of a slot deletes its row. */
export const uploadSlots = pgTable(
  'upload_slots',
  {
    /** The `mediaId` of the slot. */
    id: text('id').primaryKey(),
    appId: text('app_id')
      .notNull()
      .references(() => apps.id, { onDelete: 'cascade' }),
    /** Size of the file that the slot accepts, in bytes. */
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    index('upload_slots_app').on(table.appId, table.expiresAt),
    index('upload_slots_expired').on(table.expiresAt),
  ],
)
