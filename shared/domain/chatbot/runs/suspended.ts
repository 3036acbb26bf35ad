import { eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { accounts, apps } from '#shared/database/index.ts'

/**
 * Builds the condition that the account of an app is suspended. The bots of such an app neither read nor send
 * messages.
 */
export function isSuspended(appId: PgColumn): SQL<boolean> {
  return sql<boolean>`exists (select 1 from ${apps} join ${accounts} on ${eq(accounts.id, apps.accountId)}
    where ${eq(apps.id, appId)} and ${isNotNull(accounts.suspendedAt)})`
}
