import { type SQL, sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'

/**
 * Returns the target of `advanceMessages` that moves messages of ours to the lowest status of their recipients. The
 * query locks the messages.
 */
export function lowestStatus(sessionId: string, messageIds: readonly string[]): SQL {
  return sql`
    select m.session_id, m.id, m.sender, m.status as was, lowest.status as becomes
    from messages m, (
      select message_id, min(status) as status from message_recipients
      where session_id = ${sessionId} and message_id = any(${arrayParam(messageIds)}::text[]) group by message_id
    ) as lowest
    where m.session_id = ${sessionId} and m.id = lowest.message_id and m.sender = 'me' and m.status < lowest.status
    for update of m`
}
