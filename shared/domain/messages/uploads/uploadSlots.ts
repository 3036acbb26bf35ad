import { and, eq, sql } from 'drizzle-orm'
import { uploadSlots } from '#shared/database/index.ts'
import { assertBelowCapWithin } from '../../accounts/index.ts'
import { type Bounds, deleteInBatches } from '../../batches/index.ts'
import type { AppContext, Context, SendContext } from '../../context.ts'

/** Retention of an unused upload, in ms. */
const KEPT_MS = 24 * 3_600_000

/**
 * Reserves an upload slot of the account until the slot is used, or expires after a day.
 * @param input.bytes exact size of the file
 * @throws CapReached
 */
export async function reserveUpload({
  ctx,
  input: { mediaId: id, bytes },
}: {
  ctx: AppContext
  input: { mediaId: string; bytes: number }
}): Promise<void> {
  const { appId } = ctx
  const now = ctx.now()
  const expiresAt = new Date(now.getTime() + KEPT_MS)
  await ctx.db.transaction(async (tx) => {
    // A second run of the same request finds the slot of the first run.
    await tx.insert(uploadSlots).values({ id, appId, bytes, expiresAt }).onConflictDoNothing()
    await assertBelowCapWithin(tx, { appId, now }, 'uploads')
    await assertBelowCapWithin(tx, { appId, now }, 'uploadBytes')
  })
}

/** Frees the slot of a used upload. */
export async function releaseUpload({
  ctx,
  input: { mediaId },
}: {
  ctx: SendContext
  input: { mediaId: string }
}): Promise<void> {
  await ctx.db.delete(uploadSlots).where(and(eq(uploadSlots.id, mediaId), eq(uploadSlots.appId, ctx.appId)))
}

/** Deletes expired slots in batches. Returns the number of deleted slots. */
export async function pruneUploads({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: Bounds
}): Promise<number> {
  return await deleteInBatches({
    ctx,
    input: {
      bounds: input,
      rows: {
        table: 'upload_slots',
        where: sql`expires_at <= ${ctx.now().toISOString()}::timestamptz`,
        order: { expires_at: 'timestamptz', id: 'text' },
      },
    },
  })
}
