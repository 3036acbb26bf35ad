import { bigint, index, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'
import { apps } from './tenants.ts'

/** An upload slot that nobody has used yet. Its use deletes the row. */
export const uploadSlots = pgTable(
  'upload_slots',
  {
    /** The `mediaId` that the slot's owner was given. */
    id: text('id').primaryKey(),
    appId: text('app_id')
      .notNull()
      .references(() => apps.id, { onDelete: 'cascade' }),
    /** The largest file that the slot takes. */
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    index('upload_slots_app').on(table.appId, table.expiresAt),
    index('upload_slots_expired').on(table.expiresAt),
  ],
)
