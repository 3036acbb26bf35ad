import { sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'
import type { InboundMessage } from '../../messages/index.ts'
import { applyReplies, REPLY_COLUMNS, replyColumns } from '../replies.ts'

/** Field of `message.received` that marks a stop word or a start word. */
export type ReplyField = 'optOut' | 'optIn'

/** Applies the stop words and start words of stored messages. Returns the field of the event for each message, or undefined. */
export async function applyRepliesWithin(
  tx: Transaction,
  { sessionId, appId }: { sessionId: string; appId: string },
  messages: readonly InboundMessage[],
  now: Date,
): Promise<(ReplyField | undefined)[]> {
  const rows = messages.map((message, ord) => ({
    ord,
    session_id: sessionId,
    app_id: appId,
    id: message.id,
    timestamp: message.timestamp,
    ...replyColumns(message),
  }))
  if (rows.every(({ phrase }) => phrase === undefined)) return messages.map(() => undefined)
  const from = sql`select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as row (ord int, session_id text, app_id text, id text, "timestamp" bigint, ${REPLY_COLUMNS})`
  const { rows: found } = await tx.execute<{ ord: number; field: ReplyField }>(
    sql`with ${applyReplies(from, now)} select ord, field from replies`,
  )
  const fields = new Map(found.map(({ ord, field }) => [ord, field]))
  return messages.map((_, ord) => fields.get(ord))
}
