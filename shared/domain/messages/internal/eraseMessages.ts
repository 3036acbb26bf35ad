import { type SQL, sql } from 'drizzle-orm'
import { eraseMessageEvents } from '../../events/index.ts'

/** What `eraseMessages` reads of a row of `messages`, called `m`. */
export const ERASED_COLUMNS = sql`m.session_id, m.id, m.sender, m.remote_jid,
  case when m.media ->> 'state' = 'stored' then m.media ->> 'key' end as file_key`

/**
 * Common table expressions that erase what messages left outside their rows, in the statement that erases the rows: see `eraseMessageEvents`. The
 * sweeper removes their files.
 * @param from a table of `ERASED_COLUMNS`
 */
export function eraseMessages(from: SQL, now: Date): SQL {
  return sql`files_erased as (
      insert into erased_files (key, erased_at)
      select distinct file_key, ${now.toISOString()}::timestamptz from ${from} gone where file_key is not null
      on conflict do nothing
    ),
    ${eraseMessageEvents(from)}`
}
