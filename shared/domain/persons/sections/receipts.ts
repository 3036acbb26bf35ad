import { sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { isJidIn } from './internal/namesPerson.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { defineSection } from './section.ts'

interface ReceiptRow {
  message_id: string
  jid: string
  status: string
}

/** The status of messages to groups for the person as a member. */
export const receipts = defineSection<ReceiptRow>({
  scope: 'session',
  find: (tx, { sessionId, person }, after, most) =>
    scanWithin(
      tx,
      {
        from: sql`message_recipients`,
        columns: sql`message_id, jid, status`,
        where: sql`session_id = ${sessionId}`,
        order: [
          ['message_id', 'text'],
          ['jid', 'text'],
        ],
        matches: isJidIn(person, sql`jid`),
      },
      after,
      most,
    ),
  async erase(tx, { sessionId }, rows) {
    await tx.execute(sql`
      delete from message_recipients r
      using unnest(${arrayParam(rows.map((row) => row.message_id))}::text[], ${arrayParam(rows.map(({ jid }) => jid))}::text[])
        as k (message_id, jid)
      where r.session_id = ${sessionId} and r.message_id = k.message_id and r.jid = k.jid`)
  },
  toLines: async (_tx, { sessionId }, rows) =>
    rows.map(({ message_id: message, status }) => ({ type: 'receipt', session: sessionId, message, status })),
})
