import { sql } from 'drizzle-orm'
import { sessions } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

/** Forgets restrictions whose time has passed: WhatsApp does not always say that it has lifted one. Answers how many. */
export async function expireRestrictions({ ctx }: { ctx: Pick<Context, 'db' | 'now'> }): Promise<number> {
  const { rowCount } = await ctx.db
    .update(sessions)
    .set({ restrictions: [] })
    .where(
      sql`(${sessions.restrictions} -> 0 ->> 'until')::timestamptz < ${ctx.now().toISOString()}::timestamptz`,
    )
  return rowCount ?? 0
}
