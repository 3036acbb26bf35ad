import { type SQL, sql } from 'drizzle-orm'
import { CIPHERTEXT } from '#shared/contracts/messages.ts'
import type { InboundMessage } from './inbound.ts'

const TYPES = {
  session_id: 'text',
  app_id: 'text',
  id: 'text',
  sender: 'text',
  remote_jid: 'text',
  from_me: 'boolean',
  participant: 'text',
  type: 'text',
  content: 'jsonb',
  media: 'jsonb',
  status: 'message_status',
  source: 'text',
  push_name: 'text',
  timestamp: 'bigint',
}
const NAMES = sql.raw(Object.keys(TYPES).map(quoted).join(', '))
/** What `insertInbound` reads of a row, as columns of a `jsonb_to_recordset`; `ord` is the order in which they were seen. */
export const INBOUND_COLUMNS = sql.raw(
  ['ord int', ...Object.entries(TYPES).map(([name, type]) => `${quoted(name)} ${type}`)].join(', '),
)

/** A message as such a row, but for `ord`. */
export function inboundRow(
  owner: { sessionId: string; appId: string },
  message: InboundMessage,
): Record<keyof typeof TYPES, unknown> {
  return {
    session_id: owner.sessionId,
    app_id: owner.appId,
    id: message.id,
    sender: message.sender,
    remote_jid: message.remoteJid,
    from_me: message.fromMe,
    participant: message.participant,
    type: message.type,
    content: message.content,
    media: message.media,
    status: message.status,
    source: message.source,
    push_name: message.pushName,
    timestamp: message.timestamp,
  }
}

/**
 * A statement that stores messages. One that is there already stays as it is, unless its words were still missing. It returns those
 * that are news, and whether their words were `missing` before.
 * @param from rows of `SEEN_COLUMNS`, none of which is of the same message as another
 */
export function insertInbound(from: SQL): SQL {
  return sql`insert into messages (${NAMES})
    select ${NAMES}
    from ${from} order by ord
    on conflict (session_id, id, sender) do update
      set type = excluded.type, content = excluded.content, media = excluded.media, push_name = excluded.push_name
      where messages.content ->> 'kind' = ${CIPHERTEXT}
    -- An inserted row has no xmax; an updated one has this transaction's.
    returning session_id, id, sender, xmax <> 0 as missing`
}

/** `timestamp` is a word of SQL's own. */
function quoted(name: string): string {
  return `"${name}"`
}
