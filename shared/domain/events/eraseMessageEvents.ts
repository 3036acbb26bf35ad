import { type SQL, sql } from 'drizzle-orm'
import type { MessageContent } from '#shared/contracts/messages.ts'

/** What the public docs show in the content of `message.received`, also where it says nothing. */
export const EMPTY_CONTENT = {
  text: '',
  caption: '',
  mimetype: '',
  filename: '',
  base64: '',
} as const satisfies MessageContent & { base64: string }

/**
 * Common table expressions that erase what was told of messages: the content of their events, the excerpts of what receivers answered to
 * these, and the lines of chatbot transcripts that came of them. A delivery that is made or replayed later says `erased: true`. Each row
 * touches the few events of one message, by `events_message`.
 * @param from a table of session_id, id, sender (`me`, or the author's JID) and remote_jid
 */
export function eraseMessageEvents(from: SQL): SQL {
  return sql`told_of as materialized (
      select e.id, e.type from events e join ${from} gone
        on e.session_id = gone.session_id and e.data ->> 'id' = gone.id and ${isByAuthor}
      where e.type in ('message.received', 'message.from_phone', 'message.updated') and not e.data ? 'erased'
      order by e.seq for update of e
    ),
    emptied as (
      update events e set data = e.data - 'truncated' || jsonb_build_object('erased', true) || case e.type
          when 'message.received' then jsonb_build_object('content', ${JSON.stringify(EMPTY_CONTENT)}::jsonb)
          when 'message.from_phone' then '{"content":{}}'
          else '{"message":{"conversation":""}}' end
      from told_of where e.id = told_of.id
    ),
    answers_erased as (
      update delivery_attempts a set response = null
      from told_of join deliveries d on d.event_id = told_of.id
      where a.delivery_id = d.id and a.response is not null
    ),
    lines_erased as (
      update flow_run_entries l set data = l.data || '{"text":""}'
      from told_of where l.event_id = told_of.id and l.kind = 'received'
    )`
}

/**
 * Authors choose the ids of their messages, so that two authors may use the same one. The event of an edit of ours names no author, but
 * the chat. An event may name an author by LID where the message has the number by now.
 */
const isByAuthor = sql`case e.type
    when 'message.from_phone' then gone.sender = 'me'
    when 'message.received' then gone.sender in (coalesce(e.data ->> 'participant', e.data ->> 'from'), (
      select l.phone_jid from lid_mappings l
      where l.session_id = e.session_id and l.lid = coalesce(e.data ->> 'participant', e.data ->> 'from')))
    else gone.sender in (coalesce(e.message_sender, gone.sender), (
      select l.phone_jid from lid_mappings l where l.session_id = e.session_id and l.lid = e.message_sender))
      and gone.remote_jid in (e.chat, (
      select l.phone_jid from lid_mappings l where l.session_id = e.session_id and l.lid = e.chat)) end`
