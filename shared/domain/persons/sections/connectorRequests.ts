import { sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { isNamedIn } from '../person.ts'
import { mayName } from './internal/namesPerson.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { defineSection } from './section.ts'

interface RequestRow {
  id: string
  input: unknown
  result: unknown
}

/** Requests to a connector that name the person, such as a check of the number. A caller no longer waits for these requests. */
export const connectorRequests = defineSection<RequestRow>({
  scope: 'session',
  async find(tx, { sessionId, person, before }, after, most) {
    const scanned = await scanWithin<RequestRow>(
      tx,
      {
        from: sql`requests`,
        columns: sql`id, input, result`,
        where: sql`session_id = ${sessionId}`,
        order: [['id', 'text']],
        matches: sql`created_at < ${before.toISOString()}::timestamptz
          and ${mayName(person, sql`concat(input::text, result::text)`)}`,
      },
      after,
      most,
    )
    return { ...scanned, rows: scanned.rows.filter((row) => isNamedIn(person, row)) }
  },
  async erase(tx, _walk, rows) {
    await tx.execute(
      sql`delete from requests where id = any(${arrayParam(rows.map(({ id }) => id))}::text[])`,
    )
  },
})
