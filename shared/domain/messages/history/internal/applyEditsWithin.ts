import { sql } from 'drizzle-orm'
import { CIPHERTEXT } from '#shared/contracts/messages.ts'
import type { Transaction } from '#shared/database/index.ts'
import type { NewEvent } from '../../../events/index.ts'
import { changeEvent, type InboundMessage } from '../../inbound/index.ts'

/**
 * Gives stored messages the last text of the history, and returns the events of the changes. A message that was stored as its
 * edit takes the time of the original, which may come in a later part of the history.
 */
export async function applyEditsWithin(
  tx: Transaction,
  owner: { sessionId: string; appId: string },
  messages: readonly InboundMessage[],
  now: Date,
): Promise<NewEvent<'message.updated' | 'message.deleted'>[]> {
  if (messages.length === 0) return []
  const rows = messages.map(({ id, sender, content, editedAtMs, timestamp }) => ({
    ...{ id, sender, timestamp },
    ...(editedAtMs !== undefined && {
      content,
      edited_at: new Date(editedAtMs).toISOString(),
      edit_timestamp: editedAtMs,
    }),
  }))
  const { rows: changed } = await tx.execute<{
    id: string
    sender: string
    chat: string
    isNew: boolean
  }>(sql`
    with given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as given (id text, sender text, timestamp bigint, content jsonb, edited_at timestamptz, edit_timestamp bigint)
    ),
    target as materialized (
      select m.id, m.sender, given.edited_at is not null
          and coalesce(m.edit_timestamp < given.edit_timestamp, m.edited_at < given.edited_at, true)
          and m.content <> ((m.content - 'truncated') || given.content) as is_new
      from messages m join given using (id, sender)
      where m.session_id = ${owner.sessionId} and m.deleted_at is null and m.content ->> 'kind' is distinct from ${CIPHERTEXT}
        and (given.edited_at is not null or m.edited_at is not null and given.timestamp < m.timestamp)
      order by m.id, m.sender for update of m
    )
    update messages m set
      content = case when is_new then (m.content - 'truncated') || given.content else m.content end,
      edited_at = case when is_new then given.edited_at else m.edited_at end,
      edit_timestamp = case when is_new then given.edit_timestamp else m.edit_timestamp end,
      timestamp = least(m.timestamp, given.timestamp)
    from target join given using (id, sender)
    where m.session_id = ${owner.sessionId} and m.id = target.id and m.sender = target.sender
    returning m.id, m.sender, m.remote_jid as chat, is_new as "isNew"`)
  return changed
    .filter(({ isNew }) => isNew)
    .flatMap(({ id, sender, chat }) => {
      const edit = messages.find((message) => message.id === id && message.sender === sender)
      if (!edit) return []
      const change = { kind: 'edited', messageId: id, content: edit.content } as const
      return [{ ...changeEvent({ ...owner, chat }, change, now), messageSender: sender }]
    })
}
