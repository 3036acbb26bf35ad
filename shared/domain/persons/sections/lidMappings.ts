import { sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { isJidIn } from './internal/namesPerson.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { defineSection } from './section.ts'

interface MappingRow {
  lid: string
  phone_jid: string
}

/** The pairs of the person's number and LID. */
export const lidMappings = defineSection<MappingRow>({
  scope: 'session',
  find: (tx, { sessionId, person }, after, most) =>
    scanWithin(
      tx,
      {
        from: sql`lid_mappings`,
        columns: sql`lid, phone_jid`,
        where: sql`session_id = ${sessionId} and (${isJidIn(person, sql`lid`)} or ${isJidIn(person, sql`phone_jid`)})`,
        order: [['lid', 'text']],
      },
      after,
      most,
    ),
  async erase(tx, { sessionId }, rows) {
    const lids = arrayParam(rows.map(({ lid }) => lid))
    await tx.execute(
      sql`delete from lid_mappings where session_id = ${sessionId} and lid = any(${lids}::text[])`,
    )
  },
  toLines: async (_tx, { sessionId }, rows) =>
    rows.map(({ lid, phone_jid: jid }) => ({ type: 'lid', session: sessionId, lid, jid })),
})
