import { eq } from 'drizzle-orm'
import { apps, type Queryable } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'

/** @throws NotFound */
export async function loadApp(ctx: { db: Queryable }, id: string): Promise<typeof apps.$inferSelect> {
  const [row] = await ctx.db.select().from(apps).where(eq(apps.id, id))
  if (!row) throw new NotFound({ what: 'App', id })
  return row
}
