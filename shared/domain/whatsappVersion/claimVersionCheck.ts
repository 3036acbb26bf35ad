import { sql } from 'drizzle-orm'
import { whatsappVersion } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

/** Time between two checks of the fleet. A raised minimum refuses all sessions at the same time. */
const CHECK_EVERY_MS = 30_000

/** Claims the check of WhatsApp Web's version for one connector. Returns false if a connector checked shortly before. */
export async function claimVersionCheck({ ctx }: { ctx: Pick<Context, 'db' | 'now'> }): Promise<boolean> {
  const now = ctx.now()
  const before = new Date(now.getTime() - CHECK_EVERY_MS).toISOString()
  const { checkedAt } = whatsappVersion
  const claimed = await ctx.db
    .insert(whatsappVersion)
    .values({ checkedAt: now })
    .onConflictDoUpdate({
      target: whatsappVersion.id,
      set: { checkedAt: now },
      setWhere: sql`${checkedAt} is null or ${checkedAt} < ${before}::timestamptz`,
    })
    .returning({ id: whatsappVersion.id })
  return claimed.length > 0
}
