import { type SQL, sql } from 'drizzle-orm'

/**
 * Returns the condition that an edit changes the row `m` of `messages`. An edit that is older than the last one arrives late. A later edit
 * that changes nothing arrives twice.
 * @param content the new fields of the content
 * @param time the author's time of the edit, in Unix ms; null if unknown
 */
export function isNewerEdit(content: SQL, time: SQL): SQL {
  return sql`coalesce(m.edit_timestamp <= ${time}, true)
    and (m.edited_at is null or ((m.content - 'truncated') || ${content}) is distinct from m.content)`
}
