import { newId } from '#shared/ids.ts'
import type { AppContext } from '../../context.ts'
import { uploadKey } from './takeFile.ts'
import { reserveUpload } from './uploadSlots.ts'

const EXPIRES_SECONDS = 15 * 60

/**
 * Creates an upload slot for one file that is too large for a request body. Send endpoints accept its `mediaId`.
 * @param input.size exact size of the file, in bytes
 * @throws CapReached
 */
export async function createUpload({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { size: number; mimetype?: string | undefined }
}): Promise<{
  mediaId: string
  url: string
  method: 'PUT'
  headers: Record<string, string>
  expiresAt: string
}> {
  const mediaId = newId('media', ctx.seed)
  await reserveUpload({ ctx, input: { mediaId, bytes: input.size } })
  const slot = await ctx.media.uploadUrl(uploadKey(ctx.appId, mediaId), {
    size: input.size,
    expiresSeconds: EXPIRES_SECONDS,
    ...(input.mimetype !== undefined && { contentType: input.mimetype }),
  })
  return { mediaId, ...slot, expiresAt: slot.expiresAt.toISOString() }
}
