import { and, ne, type SQL, sql } from 'drizzle-orm'
import { sessions } from '#shared/database/index.ts'

/**
 * Returns the condition that selects the sessions which count for an account: sessions of all its apps, except sessions
 * in deletion.
 */
export function liveSessionsOf(accountId: string): SQL | undefined {
  return and(
    sql`${sessions.appId} in (select id from apps where account_id = ${accountId})`,
    ne(sessions.desiredState, 'delete'),
  )
}
