import { sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { defineSection } from './section.ts'

/**
 * Processed stanzas in the journal. The rows are sealed, so that nobody can tell whose they are. The section empties all of them: a
 * redelivered stanza with an empty row counts as processed.
 */
export const journal = defineSection<{ hash: string }>({
  scope: 'session',
  isCounted: false,
  find: (tx, { sessionId, before }, after, most) =>
    scanWithin(
      tx,
      {
        from: sql`inbox`,
        columns: sql`hash`,
        where: sql`session_id = ${sessionId}`,
        order: [['hash', 'text']],
        matches: sql`processed_at is not null and received_at < ${before.toISOString()}::timestamptz and octet_length(value) > 0`,
      },
      after,
      most,
    ),
  async erase(tx, { sessionId }, rows) {
    const hashes = arrayParam(rows.map(({ hash }) => hash))
    await tx.execute(sql`
      update inbox set value = '' where session_id = ${sessionId} and hash = any(${hashes}::text[]) and processed_at is not null`)
  },
})
