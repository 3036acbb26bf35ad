import { and, eq, isNull, type SQL } from 'drizzle-orm'
import { apps, type Queryable } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'

/**
 * Loads an app that is not deleted.
 * @throws NotFound
 */
export async function loadApp({
  ctx,
  input: { id },
}: {
  ctx: { db: Queryable }
  input: { id: string }
}): Promise<typeof apps.$inferSelect> {
  const [row] = await ctx.db
    .select()
    .from(apps)
    .where(and(eq(apps.id, id), isNull(apps.deletedAt)))
  if (!row) throw new NotFound({ what: 'App', id })
  return row
}

/** Returns the condition that selects the apps of an account, without deleted apps. */
export function appsOf(accountId: string): SQL | undefined {
  return and(eq(apps.accountId, accountId), isNull(apps.deletedAt))
}
