import { and, ne, type SQL, sql } from 'drizzle-orm'
import { sessions } from '#shared/database/index.ts'

/** The condition that finds the sessions which count for an account: of all its apps, and none that is being deleted. */
export function liveSessionsOf(accountId: string): SQL | undefined {
  return and(
    sql`${sessions.appId} in (select id from apps where account_id = ${accountId})`,
    ne(sessions.desiredState, 'delete'),
  )
}
