import { eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { accounts, apps } from '#shared/database/index.ts'

/** Whether the account of an app is suspended: its bots neither hear nor say anything. */
export function isSuspended(appId: PgColumn): SQL<boolean> {
  return sql<boolean>`exists (select 1 from ${apps} join ${accounts} on ${eq(accounts.id, apps.accountId)}
    where ${eq(apps.id, appId)} and ${isNotNull(accounts.suspendedAt)})`
}
