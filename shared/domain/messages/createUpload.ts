import { newId } from '#shared/ids.ts'
import { MEDIA_LIMITS } from '#shared/media/index.ts'
import type { AppContext } from '../context.ts'
import { mediaKey } from './takeFile.ts'
import { reserveUpload } from './uploadSlots.ts'

const EXPIRES_SECONDS = 15 * 60

/** A slot that takes one file, for what is too large for a request's body. Send endpoints take its `mediaId`.
 * @throws CapReached */
export async function createUpload({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { mimetype?: string | undefined }
}): Promise<{
  mediaId: string
  url: string
  method: 'PUT'
  headers: Record<string, string>
  expiresAt: string
}> {
  const mediaId = newId('media', ctx.seed)
  await reserveUpload(ctx, { mediaId, bytes: MEDIA_LIMITS.document.maxBytes })
  const slot = await ctx.media.uploadUrl(mediaKey(ctx.appId, mediaId), {
    maxBytes: MEDIA_LIMITS.document.maxBytes,
    expiresSeconds: EXPIRES_SECONDS,
    ...(input.mimetype !== undefined && { contentType: input.mimetype }),
  })
  return { mediaId, ...slot, expiresAt: slot.expiresAt.toISOString() }
}
