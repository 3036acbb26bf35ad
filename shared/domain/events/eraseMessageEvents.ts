import { type SQL, sql } from 'drizzle-orm'
import type { EventData } from '#shared/contracts/events.ts'
import { isSameNumber } from '../spellingSql.ts'

/** Fields that replace the content of an erased message, for each event that has a content. */
export const ERASED_DATA = {
  'message.received': {
    content: { text: '', caption: '', mimetype: '', filename: '', base64: '' },
    erased: true,
  },
  'message.from_phone': { content: {}, erased: true },
  'message.updated': { message: { conversation: '' }, erased: true },
  'poll.vote': { options: [], erased: true },
} as const satisfies {
  [Type in 'message.received' | 'message.from_phone' | 'message.updated' | 'poll.vote']: Partial<
    EventData<Type>
  >
}
/** Events that the index `events_message` has. The votes have an index of their own. */
const IN_INDEX = sql.raw("'message.received', 'message.from_phone', 'message.updated'")

/**
 * Builds common table expressions that erase messages from their events. The expressions empty the content of the
 * events, the answers of webhook receivers to these events, and the lines of chatbot transcripts. A delivery that is
 * made or replayed later has `erased: true`. For each row, the expressions read the few events of one message through the
 * index `events_message`, and the votes of a poll through `events_poll_votes`.
 * @param from table of session_id, id, sender (`me`, or the author's JID) and remote_jid
 */
export function eraseMessageEvents(from: SQL): SQL {
  const toldOf = (types: SQL) => sql`(
      select e.id, e.type from events e join ${from} gone
        on e.session_id = gone.session_id and e.data ->> 'id' = gone.id and ${isByAuthor}
      where ${types} and not e.data ? 'erased'
      order by e.seq for update of e
    )`
  return sql`told_of_message as materialized ${toldOf(sql`e.type in (${IN_INDEX})`)},
    told_of_votes as materialized ${toldOf(sql`e.type = 'poll.vote'`)},
    told_of as (select * from told_of_message union all select * from told_of_votes),
    emptied as (
      update events e set data = e.data - 'truncated' || (${JSON.stringify(ERASED_DATA)}::jsonb -> e.type)
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
 * Matches the author of an event with the author of a message, because two authors may choose the same message id.
 * The event of our own edit names the chat and no author.
 */
const isByAuthor = sql`case e.type
    when 'message.from_phone' then gone.sender = 'me'
    when 'message.received' then ${isStored(sql`gone.sender`, sql`coalesce(e.data ->> 'participant', e.data ->> 'from')`)}
    else ${isStored(sql`gone.sender`, sql`coalesce(e.message_sender, gone.sender)`)} and ${isStored(sql`gone.remote_jid`, sql`e.chat`)} end`

/**
 * Builds the condition that a message's JID is the JID of an event. The event may name the LID or another spelling of a person whose number
 * the message has by now.
 */
function isStored(jid: SQL, named: SQL): SQL {
  return sql`(${jid} in (${named}, (
      select l.phone_jid from lid_mappings l where l.session_id = e.session_id and l.lid = ${named})) or ${isSameNumber(jid, named)})`
}
