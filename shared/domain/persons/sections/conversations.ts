import { sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { isJidIn, names } from './internal/namesPerson.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { defineSection } from './section.ts'

interface ConversationRow {
  id: string
  flow_id: string
  /** True for a conversation in the chat with the person. Otherwise a conversation of a group names the person. */
  own: boolean
  chat: string
  status: string
  state: { variables?: Record<string, string> }
  started_at: string
  ended_at: string | null
}

/**
 * Conversations of flows with the person, with their transcripts. A conversation of a group that names the person is deleted too,
 * because its variables may hold an answer of the person.
 */
export const conversations = defineSection<ConversationRow>({
  scope: 'session',
  find: (tx, { sessionId, person, before }, after, most) =>
    scanWithin(
      tx,
      {
        from: sql`flow_runs`,
        columns: sql`id, flow_id, chat, status, state, started_at, ended_at, ${isJidIn(person, sql`chat`)} as own`,
        where: sql`session_id = ${sessionId}`,
        order: [
          ['chat', 'text'],
          ['id', 'text'],
        ],
        // The limit keeps the planner from a hash of the entries of all conversations.
        matches: sql`started_at < ${before.toISOString()}::timestamptz and (${isJidIn(person, sql`chat`)}
          or (chat like '%@g.us' and (${names(person, sql`state`)}
            or (select true from flow_run_entries e where e.run_id = flow_runs.id and ${names(person, sql`e.data`)} limit 1))))`,
      },
      after,
      most,
    ),
  async erase(tx, _walk, rows) {
    await tx.execute(
      sql`delete from flow_runs where id = any(${arrayParam(rows.map(({ id }) => id))}::text[])`,
    )
  },
  toLines: async (_tx, { sessionId }, rows) =>
    rows.map((row) => ({
      type: 'conversation',
      session: sessionId,
      id: row.id,
      flow: row.flow_id,
      chat: row.chat,
      status: row.status,
      startedAt: row.started_at,
      endedAt: row.ended_at,
      // The variables of a group hold answers of other members, too.
      ...(row.own && { variables: row.state.variables ?? {} }),
    })),
})

interface EntryRow {
  conversation: string
  number: number
  kind: string
  at: string
  data: Record<string, unknown>
}

/** Lines of the transcripts in the chat with the person. An erasure deletes the lines with their conversation. */
export const transcripts = defineSection<EntryRow>({
  scope: 'session',
  find: (tx, { sessionId, person, before }, after, most) =>
    scanWithin(
      tx,
      {
        from: sql`flow_runs r join flow_run_entries e on e.run_id = r.id`,
        columns: sql`r.id as conversation, e.number, e.kind, e.at, e.data`,
        where: sql`r.session_id = ${sessionId} and ${isJidIn(person, sql`r.chat`)} and r.started_at < ${before.toISOString()}::timestamptz`,
        order: [
          ['r.id', 'text'],
          ['e.number', 'int'],
        ],
      },
      after,
      most,
    ),
  toLines: async (_tx, _walk, rows) => rows.map((row) => ({ type: 'transcript', ...row })),
})
