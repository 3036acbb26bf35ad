import { sql } from 'drizzle-orm'
import { check, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/**
 * The version of WhatsApp Web with which all connectors log in: one row for the fleet. Versions have three numbers, such as
 * `2.3000.1043857760`.
 */
export const whatsappVersion = pgTable(
  'whatsapp_version',
  {
    id: integer('id').primaryKey().default(1),
    /** The newest version that WhatsApp Web has named. The version never decreases. */
    learned: text('learned'),
    learnedAt: instant('learned_at'),
    /** The version that the operator has set, which takes precedence over `learned`. */
    chosen: text('chosen'),
    chosenAt: instant('chosen_at'),
    /** The last version that WhatsApp refused (405). */
    refused: text('refused'),
    refusedAt: instant('refused_at'),
    /** Time at which a connector last asked WhatsApp Web. */
    checkedAt: instant('checked_at'),
  },
  ({ id }) => [check('whatsapp_version_single', sql`${id} = 1`)],
)
