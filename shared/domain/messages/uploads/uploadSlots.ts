import { and, eq, sql } from 'drizzle-orm'
import { uploadSlots } from '#shared/database/index.ts'
import { assertBelowCapWithin } from '../../accounts/index.ts'
import { type Bounds, deleteInBatches } from '../../batches/index.ts'
import type { AppContext, Context, SendContext } from '../../context.ts'

/** A file that was uploaded and not used is kept for a day. */
const KEPT_MS = 24 * 3_600_000

/**
 * Takes a place among the account's upload slots until the slot is used, or expires in a day.
 * @param input.bytes the largest file that the slot takes
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
    // A second run of the same request has the slot of the first.
    await tx.insert(uploadSlots).values({ id, appId, bytes, expiresAt }).onConflictDoNothing()
    await assertBelowCapWithin(tx, { appId, now }, 'uploads')
    await assertBelowCapWithin(tx, { appId, now }, 'uploadBytes')
  })
}

/** Frees the place of a slot that was used. */
export async function releaseUpload({
  ctx,
  input: { mediaId },
}: {
  ctx: SendContext
  input: { mediaId: string }
}): Promise<void> {
  await ctx.db.delete(uploadSlots).where(and(eq(uploadSlots.id, mediaId), eq(uploadSlots.appId, ctx.appId)))
}

/** Deletes expired slots, in batches. Answers how many. */
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
