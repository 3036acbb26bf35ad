import { lt } from 'drizzle-orm'
import { sessions } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

/** Forgets QR codes that nobody can scan any more. Answers how many. */
export async function expireQrs({ ctx }: { ctx: Pick<Context, 'db' | 'now'> }): Promise<number> {
  const { rowCount } = await ctx.db
    .update(sessions)
    .set({ qr: null, qrExpiresAt: null })
    .where(lt(sessions.qrExpiresAt, ctx.now()))
  return rowCount ?? 0
}
