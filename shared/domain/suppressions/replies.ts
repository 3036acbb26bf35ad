import { type SQL, sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { isLid, phoneOf } from '#shared/jid.ts'
import { spellingsOf } from '#shared/spellings.ts'
import { foldPhrase } from '../chatbot/foldText.ts'
import type { InboundMessage } from '../messages/index.ts'
import { isListed, numberOfLid, personSql } from './person.ts'
import { MAX_WORD, START_PHRASES, STOP_PHRASES } from './words.ts'

/**
 * Time after a campaign's message, in seconds, in which a stop word is an answer to the campaign. Later, a word such as `cancel` more
 * likely concerns an order.
 */
const REPLY_WITHIN_SECONDS = 30 * 86_400
/** Maximum length of a message that may be a word, in UTF-16 units. The fold removes invisible characters and punctuation. */
const MAX_REPLY = 2 * MAX_WORD

/** Columns of `replyColumns`, for a `jsonb_to_recordset`. */
export const REPLY_COLUMNS = sql.raw('phrase text, phone text, spellings text[]')

interface ReplyColumns {
  phrase?: string
  phone?: string
  /** All spellings of the author's number, and the LID. */
  spellings?: string[]
}

/** Returns the columns with which a statement recognises a stop word or start word. A message that cannot be one has no columns. */
export function replyColumns({
  fromMe,
  type,
  remoteJid,
  lid,
  content: { text },
}: InboundMessage): ReplyColumns {
  // The words of other kinds, such as a poll, are no answer to a campaign.
  if (fromMe || type !== 'text' || text === undefined || text.length > MAX_REPLY) return {}
  const phone = phoneOf(remoteJid) ?? (isLid(remoteJid) ? remoteJid : null)
  if (phone === null) return {}
  return { phrase: foldPhrase(text), phone, spellings: [...spellingsOf(phone), ...(lid ? [lid] : [])] }
}

/**
 * Builds the table expressions that apply stop words and start words. `replies` has `ord` and `field` of each recognised reply, and
 * `field` names the field of the event. A stop word adds a recipient of the app's campaigns to the list. A start word removes the person, unless the entry is newer than the
 * word. A repeated stop word keeps the first entry.
 * @param from stored messages with ord, session_id, app_id, id, timestamp and `REPLY_COLUMNS`
 */
export function applyReplies(from: SQL, now: Date): SQL {
  const listed = isListed(sql`word.app_id`, personSql(sql`word.app_id`, sql`word.phone`))
  const isOlder = sql`coalesce((select ${isNotNewer(sql`word.timestamp`)} from broadcast_suppressions b
      where b.app_id = word.app_id and b.person = ${personSql(sql`word.app_id`, sql`word.phone`)}), false)`
  // WhatsApp's time of the message counts, because a message may arrive long after it was written.
  const isAnswer = sql`exists (
      select 1 from campaign_recipients r where r.app_id = word.app_id and r.phone = any(word.spellings || array(
          select m.lid from lid_mappings m where m.session_id = word.session_id and m.phone_jid = word.phone || '@s.whatsapp.net'))
        and extract(epoch from r.accepted_at) > word.timestamp - ${REPLY_WITHIN_SECONDS}::int)`
  // The messages of a campaign outlive its recipients, which are deleted with the campaign.
  const isAnswerToDeleted = sql`exists (
      select 1 from sessions s join messages m on m.session_id = s.id
      where s.app_id = word.app_id and m.source = 'broadcast' and m.timestamp > word.timestamp - ${REPLY_WITHIN_SECONDS}::int
        and m.remote_jid = any(array(
          select case when one like '%@lid' then one else one || '@s.whatsapp.net' end from unnest(word.spellings) one)))`
  return sql`replies as materialized (
      select ord, app_id, session_id, id, timestamp, coalesce(${numberOfLid(sql`word.app_id`, sql`word.phone`)}, phone) as phone,
        ${personSql(sql`word.app_id`, sql`word.phone`)} as person, case when stops then 'optOut' else 'optIn' end as field
      from (
        select message.*, phrase = any(coalesce(s.stop_phrases, ${arrayParam(STOP_PHRASES)}::text[])) as stops,
          phrase = any(coalesce(s.start_phrases, ${arrayParam(START_PHRASES)}::text[])) as starts
        from (${from}) message left join broadcast_settings s on s.app_id = message.app_id
        where phrase is not null
      ) word
      where case when stops then ${listed} or ${isAnswer} or ${isAnswerToDeleted} when starts then ${isOlder} end
    ),
    opted_out as (
      insert into broadcast_suppressions (app_id, person, phone, source, session_id, message_id, created_at)
      select distinct on (app_id, person) app_id, person, phone, 'reply', session_id, id, ${now.toISOString()}::timestamptz
      from replies where field = 'optOut' order by app_id, person, ord
      on conflict (app_id, person) do nothing
    ),
    opted_in as (
      delete from broadcast_suppressions b using replies where field = 'optIn'
        and b.app_id = replies.app_id and b.person = replies.person and ${isNotNewer(sql`replies.timestamp`)}
        and not exists (select 1 from replies o where o.field = 'optOut' and o.app_id = b.app_id and o.person = b.person)
    )`
}

/**
 * Builds the condition that an entry `b` of the list is not newer than a message. The time of the stop word counts, or that of the entry
 * if there is no stop word.
 * @param timestamp an expression for the time of the message, in seconds
 */
function isNotNewer(timestamp: SQL): SQL<boolean> {
  return sql<boolean>`coalesce((select max(m.timestamp) from messages m
    where m.session_id = b.session_id and m.id = b.message_id and not m.from_me), floor(extract(epoch from b.created_at))) <= ${timestamp}`
}
