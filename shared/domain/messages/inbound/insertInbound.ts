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
  preview: 'bytea',
  status: 'message_status',
  source: 'text',
  push_name: 'text',
  timestamp: 'bigint',
  secret: 'bytea',
  edited_at: 'timestamptz',
  edit_timestamp: 'bigint',
}
const NAMES = sql.raw(Object.keys(TYPES).map(quoted).join(', '))
/** Columns that `insertInbound` reads, for a `jsonb_to_recordset`. `ord` is the order in which the messages arrived. */
export const INBOUND_COLUMNS = sql.raw(
  ['ord int', ...Object.entries(TYPES).map(([name, type]) => `${quoted(name)} ${type}`)].join(', '),
)

/** Converts a message to a row of `INBOUND_COLUMNS`, without `ord`. */
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
    // The text form of a bytea.
    preview: message.preview === undefined ? null : `\\x${message.preview}`,
    status: message.status,
    source: message.source,
    push_name: message.pushName,
    timestamp: message.timestamp,
    secret: message.secret ? `\\x${message.secret.toString('hex')}` : null,
    edited_at: message.editedAtMs === undefined ? null : new Date(message.editedAtMs).toISOString(),
    edit_timestamp: message.editedAtMs ?? null,
  }
}

/**
 * Returns a statement that stores messages. A stored message stays unchanged, unless its content was missing. The
 * statement returns the new messages and the completed messages. `missing` is true if the content was missing before.
 * @param from rows of `INBOUND_COLUMNS`, at most one of each message
 */
export function insertInbound(from: SQL): SQL {
  return sql`insert into messages (${NAMES})
    select ${NAMES}
    from ${from} order by ord
    on conflict (session_id, id, sender) do update
      set type = excluded.type, content = excluded.content, media = excluded.media, preview = excluded.preview,
        push_name = excluded.push_name, edited_at = excluded.edited_at, edit_timestamp = excluded.edit_timestamp,
        secret = coalesce(excluded.secret, messages.secret)
      where messages.content ->> 'kind' = ${CIPHERTEXT}
    -- An inserted row has no xmax. An updated row has the xmax of this transaction.
    returning session_id, id, sender, xmax <> 0 as missing`
}

/** Quotes a column's name, because `timestamp` is a keyword of SQL. */
function quoted(name: string): string {
  return `"${name}"`
}
