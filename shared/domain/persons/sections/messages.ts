import { sql } from 'drizzle-orm'
import type { MessageMedia } from '#shared/contracts/media.ts'
import type { MessageContent } from '#shared/contracts/messages.ts'
import type { Transaction } from '#shared/database/index.ts'
import { hasAuthors } from '#shared/jid.ts'
import { isNamedIn } from '../person.ts'
import { redactContent } from '../redact.ts'
import {
  eraseMessagesWithin,
  failPendingWithin,
  keysOf,
  type MessageKey,
} from './internal/eraseMessagesWithin.ts'
import { isJidIn, mayName } from './internal/namesPerson.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { defineSection, type Line, type Walk } from './section.ts'

interface MessageRow extends MessageKey {
  /** True for a message of the person, or in the chat with the person. Otherwise the content may name the person. */
  own: boolean
  remote_jid: string
  from_me: boolean
  participant: string | null
  type: string
  content: MessageContent
  media: MessageMedia | null
  source: string
  push_name: string | null
  timestamp: number
}

const COLUMNS = sql`session_id, id, sender, status, remote_jid, from_me, participant, type, content, media, source, push_name, timestamp`

/** Messages in the chat with the person, of the person in groups, and messages of others that name the person. */
export const messages = defineSection<MessageRow>({
  scope: 'session',
  async find(tx, walk, after, most) {
    const { person, sessionId, before, campaignsBefore } = walk
    const own = sql`(${isJidIn(person, sql`remote_jid`)} or ${isJidIn(person, sql`sender`)}
      or coalesce(${isJidIn(person, sql`participant`)}, false))`
    const scanned = await scanWithin<MessageRow>(
      tx,
      {
        from: sql`messages`,
        columns: sql`${COLUMNS}, ${own} as own`,
        where: sql`session_id = ${sessionId}`,
        order: [
          ['timestamp', 'bigint'],
          ['seq', 'bigint'],
        ],
        matches: sql`(created_at < ${before.toISOString()}::timestamptz
            or (source = 'broadcast' and created_at < ${campaignsBefore.toISOString()}::timestamptz))
          and (${own} or ${mayName(person, sql`content::text`)})`,
      },
      after,
      most,
    )
    return { ...scanned, rows: scanned.rows.filter((row) => row.own || isNamedIn(person, row.content)) }
  },
  async erase(tx, walk, rows) {
    const own = rows.filter((row) => row.own)
    if (own.length > 0) await eraseMessagesWithin(tx, walk, own)
    const others = rows.filter((row) => !row.own)
    if (others.length === 0) return
    // A pending message would leave with a text that nobody wrote.
    await failPendingWithin(tx, walk, others)
    await redactWithin(tx, walk, others)
  },
  toLines: async (_tx, { person }, rows) =>
    rows.map((row) => (row.own ? toLine(row) : toMention(row, isNamedIn(person, row.content.mentions)))),
  toFiles: (rows) =>
    rows.flatMap(({ own, id, media, content }) =>
      own && media?.state === 'stored' ? [{ key: media.key, name: id, size: content.size ?? null }] : [],
    ),
})

function toLine(row: MessageRow): Line {
  return {
    type: 'message',
    session: row.session_id,
    id: row.id,
    chat: row.remote_jid,
    fromMe: row.from_me,
    ...(row.participant !== null && { participant: row.participant }),
    kind: row.type,
    content: row.content,
    ...(row.media?.state === 'stored' && { file: row.id }),
    status: row.status,
    timestamp: row.timestamp,
    ...(row.push_name !== null && { pushName: row.push_name }),
    source: row.source,
  }
}

/** Returns the line of another person's message. The text belongs to its author, so that the line omits the text and a direct chat. */
function toMention(row: MessageRow, isMention: boolean): Line {
  const { session_id: session, id, remote_jid: chat, timestamp } = row
  return {
    type: 'mention',
    session,
    id,
    ...(hasAuthors(chat) && { chat }),
    timestamp,
    how: isMention ? 'mentioned' : 'named',
  }
}

/** Removes the person from messages of others. An encoded message also names the person, so that it is removed. */
async function redactWithin(tx: Transaction, { person }: Walk, keys: readonly MessageRow[]): Promise<void> {
  const { rows } = await tx.execute<{
    session_id: string
    id: string
    sender: string
    content: MessageContent
  }>(sql`
    select m.session_id, m.id, m.sender, m.content from messages m join ${keysOf(keys)} using (session_id, id, sender)
    order by m.session_id, m.id, m.sender for update of m`)
  const changes = rows.map((row) => ({ ...row, content: redactContent(person, row.content) }))
  await tx.execute(sql`
    update messages m set content = c.content, payload = null
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as c (session_id text, id text, sender text, content jsonb)
    where m.session_id = c.session_id and m.id = c.id and m.sender = c.sender`)
}
