import { asc, inArray, lte, sql } from 'drizzle-orm'
import { campaigns, erasedFiles, messages } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'

const BATCH = 100

/**
 * Removes the files of erased messages from the store, unless another message or a campaign needs the file. If the
 * store fails to remove a file, the file waits for the next run, and this run continues with the other files. Returns the
 * number of files that are removed or still needed.
 * @param input.until instant after which no batch begins
 */
export async function removeErasedFiles({
  ctx,
  input: { until },
}: {
  ctx: Pick<Context, 'db' | 'media' | 'now' | 'log'>
  input: { until: Date }
}): Promise<number> {
  const startedAt = ctx.now()
  for (let total = 0; ; ) {
    const { found, done } = await removeSome(ctx, startedAt)
    total += done
    if (found < BATCH || ctx.now() >= until) return total
  }
}

/** Removes a batch of files that were erased, or failed, before the run. */
async function removeSome(ctx: Pick<Context, 'db' | 'media' | 'now' | 'log'>, startedAt: Date) {
  const isNeeded = sql<boolean>`(
    exists (select 1 from ${messages} where media ->> 'state' = 'stored' and media ->> 'key' = ${erasedFiles.key})
    or exists (select 1 from ${campaigns} where ${campaigns.mediaKey} = ${erasedFiles.key}))`
  const rows = await ctx.db
    .select({ key: erasedFiles.key, isNeeded })
    .from(erasedFiles)
    .where(lte(erasedFiles.erasedAt, startedAt))
    .orderBy(asc(erasedFiles.erasedAt))
    .limit(BATCH)
  const failed: string[] = []
  const remove = async (key: string) =>
    await ctx.media.remove(key).catch((err: unknown) => {
      ctx.log.warn({ err, key }, 'media.remove_failed')
      failed.push(key)
    })
  await Promise.all(rows.map(({ key, isNeeded }) => (isNeeded ? undefined : remove(key))))
  const done = rows.map(({ key }) => key).filter((key) => !failed.includes(key))
  if (done.length > 0) await ctx.db.delete(erasedFiles).where(inArray(erasedFiles.key, done))
  if (failed.length > 0)
    await ctx.db.update(erasedFiles).set({ erasedAt: ctx.now() }).where(inArray(erasedFiles.key, failed))
  return { found: rows.length, done: done.length }
}
