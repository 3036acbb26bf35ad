import { type SQL, sql } from 'drizzle-orm'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { toStorableDeep } from '#shared/storable.ts'
import type { Context } from '../../context.ts'
import { emitFrom } from '../../events/index.ts'
import { assertLease, type Fenced, holdsLease } from '../../fleet/index.ts'
import { changeEvent, isNewerEdit } from '../inbound/index.ts'

/** Key of a stored message. */
export interface MessageRef {
  sessionId: string
  messageId: string
  sender: string
}

/**
 * Applies an edit to a stored message, and emits `message.updated`. An edit that is older than the last one, or that changes nothing,
 * has no effect. Returns false for such an edit, and for a message that is deleted.
 * @param input.changedAt the author's time of the edit, in Unix ms. Null: the edit applies to any version of the message
 * @throws LeaseLost
 */
export async function applyEdit({
  ctx,
  input: { lease, ...input },
}: {
  ctx: Pick<Context, 'db' | 'now' | 'outbox'>
  input: MessageRef & { content: MessageContent; changedAt: number | null } & Fenced
}): Promise<boolean> {
  const { sessionId, messageId, sender, changedAt } = input
  const now = ctx.now()
  const content = sql`${JSON.stringify(input.content)}::jsonb`
  const time = sql`${changedAt}::bigint`
  const owner = { appId: '', sessionId, chat: '' }
  const { type, data } = changeEvent(owner, { kind: 'edited', messageId, content: input.content }, now)
  const { rows } = await ctx.db.execute(sql`
    with changed as (
      update messages m set content = (m.content - 'truncated') || ${content}, edited_at = ${now.toISOString()}::timestamptz,
        edit_timestamp = greatest(m.edit_timestamp, ${time})
      where m.session_id = ${sessionId} and m.id = ${messageId} and m.sender = ${sender} and m.deleted_at is null
        and ${isNewerEdit(content, time)} and ${holdsLease(lease)}
      returning m.session_id, m.app_id, m.remote_jid, m.sender
    ),
    ${AUTHORED},
    emitted as (${emitFrom({
      from: sql`authored`,
      type,
      data: withChat(data),
      occurredAt: now,
      withFiles: true,
    })})
    select session_id from changed`)
  if (rows.length === 0) await assertLease({ ctx, input: lease })
  await ctx.outbox.wake(sessionId)
  return rows.length > 0
}

/** The changed messages, with the columns that `emitFrom` reads. The author of the message is the author of the event. */
export const AUTHORED = sql`authored as (
      select session_id, app_id, remote_jid, null::text as message_id, sender as message_sender, null::timestamptz as held_until
      from changed
    )`

/** Adds the chat of the stored message to the data of an event. */
export function withChat<Data>(data: Data): SQL<Data> {
  return sql<Data>`${JSON.stringify(toStorableDeep(data))}::jsonb || jsonb_build_object('remoteJid', fact.remote_jid)`
}
