import { erasedFiles } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'

/** Removes a file that no message refers to. If the store refuses, the sweeper removes the file. */
export async function discardFile({
  ctx,
  input: { key },
}: {
  ctx: Pick<Context, 'db' | 'media' | 'log' | 'now'>
  input: { key: string }
}): Promise<void> {
  try {
    await ctx.media.remove(key)
  } catch (err) {
    ctx.log.warn({ err, key }, 'media.remove_failed')
    await ctx.db.insert(erasedFiles).values({ key, erasedAt: ctx.now() }).onConflictDoNothing()
  }
}
