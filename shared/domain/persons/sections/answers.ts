import { sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { isJidIn } from './internal/namesPerson.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { defineSection } from './section.ts'

interface AnswerRow {
  message_id: string
  message_sender: string
  voter: string
  choices: string[]
  guests: number | null
  answered_at: number
}

/** Votes of the person in polls, and responses to events. */
export const answers = defineSection<AnswerRow>({
  scope: 'session',
  find: (tx, { sessionId, person, before }, after, most) =>
    scanWithin(
      tx,
      {
        from: sql`message_answers`,
        columns: sql`message_id, message_sender, voter, choices, guests, answered_at`,
        where: sql`session_id = ${sessionId}`,
        order: [
          ['message_id', 'text'],
          ['message_sender', 'text'],
          ['voter', 'text'],
        ],
        matches: sql`${isJidIn(person, sql`voter`)} and answered_at < ${before.getTime()}::bigint`,
      },
      after,
      most,
    ),
  async erase(tx, { sessionId }, rows) {
    const columns = (['message_id', 'message_sender', 'voter'] as const).map(
      (name) => sql`${arrayParam(rows.map((row) => row[name]))}::text[]`,
    )
    await tx.execute(sql`
      delete from message_answers a using unnest(${sql.join(columns, sql`, `)}) as k (message_id, message_sender, voter)
      where a.session_id = ${sessionId} and a.message_id = k.message_id and a.message_sender = k.message_sender and a.voter = k.voter`)
  },
  toLines: async (_tx, { sessionId }, rows) =>
    rows.map(({ message_id: message, choices, guests, answered_at }) => ({
      type: 'answer',
      session: sessionId,
      message,
      choices,
      ...(guests !== null && { guests }),
      timestamp: Math.floor(answered_at / 1_000),
    })),
})
