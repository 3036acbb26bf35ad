import { sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { isJidIn } from './internal/namesPerson.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { defineSection } from './section.ts'

interface UsernameRow {
  lid: string
  username: string
}

/** The current username of the person in each session. */
export const usernames = defineSection<UsernameRow>({
  scope: 'session',
  find: (tx, { sessionId, person }, after, most) =>
    scanWithin(
      tx,
      {
        from: sql`usernames`,
        columns: sql`lid, username`,
        where: sql`session_id = ${sessionId} and ${isJidIn(person, sql`lid`)}`,
        order: [['lid', 'text']],
      },
      after,
      most,
    ),
  async erase(tx, { sessionId }, rows) {
    const lids = arrayParam(rows.map(({ lid }) => lid))
    await tx.execute(
      sql`delete from usernames where session_id = ${sessionId} and lid = any(${lids}::text[])`,
    )
  },
  toLines: async (_tx, { sessionId }, rows) =>
    rows.map((row) => ({ type: 'username', session: sessionId, ...row })),
})
