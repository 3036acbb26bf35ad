import { sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { isJidIn } from './internal/namesPerson.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { defineSection } from './section.ts'

interface ChatRow {
  jid: string
  ephemeral_seconds: number
}

/** The disappearing timer of the chat with the person. */
export const chats = defineSection<ChatRow>({
  scope: 'session',
  find: (tx, { sessionId, person }, after, most) =>
    scanWithin(
      tx,
      {
        from: sql`chats`,
        columns: sql`jid, ephemeral_seconds`,
        where: sql`session_id = ${sessionId} and ${isJidIn(person, sql`jid`)}`,
        order: [['jid', 'text']],
      },
      after,
      most,
    ),
  async erase(tx, { sessionId }, rows) {
    const jids = arrayParam(rows.map(({ jid }) => jid))
    await tx.execute(sql`delete from chats where session_id = ${sessionId} and jid = any(${jids}::text[])`)
  },
  toLines: async (_tx, { sessionId }, rows) =>
    rows.map(({ jid, ephemeral_seconds }) => ({
      type: 'chat',
      session: sessionId,
      jid,
      ephemeralSeconds: ephemeral_seconds,
    })),
})
