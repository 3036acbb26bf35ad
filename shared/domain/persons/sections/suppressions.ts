import { sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { defineSection } from './section.ts'

interface SuppressionRow {
  phone: string
  source: string
  reason: string | null
  created_at: string
}

/** The entry of the person in the suppression list. An erasure keeps the entry, because the person objected to broadcasts. */
export const suppressions = defineSection<SuppressionRow>({
  scope: 'app',
  find: (tx, { appId, person }, after, most) =>
    scanWithin(
      tx,
      {
        from: sql`broadcast_suppressions`,
        columns: sql`phone, source, reason, created_at`,
        where: sql`app_id = ${appId} and person = any(${arrayParam([...person.numbers, ...person.jids])}::text[])`,
        order: [['person', 'text']],
      },
      after,
      most,
    ),
  toLines: async (_tx, _walk, rows) =>
    rows.map(({ created_at: createdAt, ...row }) => ({ type: 'suppression', ...row, createdAt })),
})
