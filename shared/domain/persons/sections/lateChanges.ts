import { sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { isJidIn } from './internal/namesPerson.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { defineSection } from './section.ts'

interface ChangeRow {
  target_id: string
  sender: string
  id: string
}

/** Changes of the person, or in the chat with the person, whose message is not known yet. The sweeper cannot open sealed changes. */
export const lateChanges = defineSection<ChangeRow>({
  scope: 'session',
  isCounted: false,
  find: (tx, { sessionId, person, before }, after, most) =>
    scanWithin(
      tx,
      {
        from: sql`late_changes`,
        columns: sql`target_id, sender, id`,
        where: sql`session_id = ${sessionId}`,
        order: [
          ['target_id', 'text'],
          ['sender', 'text'],
          ['id', 'text'],
        ],
        matches: sql`(${isJidIn(person, sql`sender`)} or ${isJidIn(person, sql`remote_jid`)})
          and received_at < ${before.toISOString()}::timestamptz`,
      },
      after,
      most,
    ),
  async erase(tx, { sessionId }, rows) {
    const columns = (['target_id', 'sender', 'id'] as const).map(
      (name) => sql`${arrayParam(rows.map((row) => row[name]))}::text[]`,
    )
    await tx.execute(sql`
      delete from late_changes c using unnest(${sql.join(columns, sql`, `)}) as k (target_id, sender, id)
      where c.session_id = ${sessionId} and c.target_id = k.target_id and c.sender = k.sender and c.id = k.id`)
  },
})
