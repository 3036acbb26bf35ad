import { sql } from 'drizzle-orm'
import type { SendFailure } from '#shared/contracts/messages.ts'
import { arrayParam, type Transaction } from '#shared/database/index.ts'
import { ERASED_COLUMNS, eraseMessages, failWithin, stillPending } from '../../../messages/index.ts'
import type { Walk } from '../section.ts'

/** Key of a message. */
export interface MessageKey {
  session_id: string
  id: string
  sender: string
  status: string
}

/** Builds a table `k` of the keys of messages. */
export function keysOf(keys: readonly MessageKey[]) {
  const columns = (['session_id', 'id', 'sender'] as const).map(
    (name) => sql`${arrayParam(keys.map((key) => key[name]))}::text[]`,
  )
  return sql`unnest(${sql.join(columns, sql`, `)}) as k (session_id, id, sender)`
}

/** Ends pending messages FAILED, and refunds their units. The outbox publishes the events within a minute. */
export async function failPendingWithin(
  tx: Transaction,
  { ctx }: Walk,
  keys: readonly MessageKey[],
): Promise<void> {
  const pending = keys.filter(({ status }) => status === 'PENDING')
  if (pending.length === 0) return
  const found = pending.map(({ session_id: sessionId, id, sender }) => ({ sessionId, id, sender }))
  await failWithin(tx, stillPending(found), sql<SendFailure>`'person_erased'`, ctx.now())
}

/** Deletes messages with their receipts and files, and erases their traces in events and transcripts. */
export async function eraseMessagesWithin(
  tx: Transaction,
  walk: Walk,
  keys: readonly MessageKey[],
): Promise<void> {
  const { ctx, requestId } = walk
  // The order of the locks is that of all statements that change several messages.
  await tx.execute(sql`
    select 1 from messages m join ${keysOf(keys)} using (session_id, id, sender)
    order by m.session_id, m.id, m.sender for update of m`)
  await failPendingWithin(tx, walk, keys)
  await tx.execute(sql`
    with gone as (
      delete from messages m using ${keysOf(keys)}
      where m.session_id = k.session_id and m.id = k.id and m.sender = k.sender and m.status <> 'PENDING'
      returning ${ERASED_COLUMNS}
    ),
    ${eraseMessages(sql`gone`, ctx.now(), requestId)}
    select 1`)
}
