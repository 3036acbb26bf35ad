import { type SQL, sql } from 'drizzle-orm'
import { eraseMessageEvents } from '../../events/index.ts'

/** Columns that `eraseMessages` reads of a row of `messages`, which has the alias `m`. */
export const ERASED_COLUMNS = sql`m.session_id, m.id, m.sender, m.remote_jid,
  case when m.media ->> 'state' = 'stored' then m.media ->> 'key' end as file_key`

/**
 * Returns common table expressions that erase the traces of messages outside their rows. The same statement erases the
 * rows. The sweeper removes the files. See `eraseMessageEvents`.
 * @param from a table of `ERASED_COLUMNS`
 * @param requestId id of the erasure of a person, which waits for the removal of the files
 */
export function eraseMessages(from: SQL, now: Date, requestId: string | null = null): SQL {
  return sql`files_erased as (
      insert into erased_files (key, erased_at, request_id)
      select distinct file_key, ${now.toISOString()}::timestamptz, ${requestId}::text from ${from} gone where file_key is not null
      on conflict do nothing
    ),
    ${eraseMessageEvents(from)}`
}
