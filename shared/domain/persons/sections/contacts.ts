import { sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { isJidIn } from './internal/namesPerson.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { defineSection } from './section.ts'

interface ContactRow {
  jid: string
  name: string
}

/** The name of the person in the contacts of a session. */
export const contacts = defineSection<ContactRow>({
  scope: 'session',
  find: (tx, { sessionId, person }, after, most) =>
    scanWithin(
      tx,
      {
        from: sql`contacts`,
        columns: sql`jid, name`,
        where: sql`session_id = ${sessionId} and ${isJidIn(person, sql`jid`)}`,
        order: [['jid', 'text']],
      },
      after,
      most,
    ),
  async erase(tx, { sessionId }, rows) {
    const jids = arrayParam(rows.map(({ jid }) => jid))
    await tx.execute(sql`delete from contacts where session_id = ${sessionId} and jid = any(${jids}::text[])`)
  },
  toLines: async (_tx, { sessionId }, rows) =>
    rows.map(({ jid, name }) => ({ type: 'contact', session: sessionId, jid, name })),
})
