import { UnprocessableMedia, ValidationFailed } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import { type IngestedMedia, ingest, type MediaKind, UnacceptableMedia } from '#shared/media/index.ts'
import type { SendMediaContext } from '../../context.ts'
import { releaseUpload } from './uploadSlots.ts'

/** Source of a file. Exactly one field is set. */
export interface FileSource {
  url?: string | undefined
  base64?: string | undefined
  mediaId?: string | undefined
}

/** API Gateway ends a request after 29 s. A file that takes longer needs an upload slot. */
const FETCH_TIMEOUTS = { connectTimeoutMs: 5_000, idleTimeoutMs: 8_000, totalTimeoutMs: 22_000 }

/**
 * Returns the store key of an app's file. The key contains the app's id, so that another app's `mediaId` finds nothing.
 */
export function mediaKey(appId: string, mediaId: string): string {
  return `apps/${appId}/${mediaId}`
}

/**
 * Returns the store key of an upload that waits for its send. The store's life-cycle rule removes the upload after a
 * day.
 */
export function uploadKey(appId: string, mediaId: string): string {
  return `uploads/${appId}/${mediaId}`
}

/**
 * Removes the upload that a send has copied and used, and frees its slot. Never throws, because upload and slot expire
 * after a day.
 */
export async function forgetUpload({
  ctx,
  input: { mediaId },
}: {
  ctx: SendMediaContext
  input: FileSource
}): Promise<void> {
  if (mediaId === undefined) return
  await Promise.all([
    ctx.media.remove(uploadKey(ctx.appId, mediaId)),
    releaseUpload({ ctx, input: { mediaId } }),
  ]).catch((err: unknown) => ctx.log.warn({ err }, 'media.remove_failed'))
}

/**
 * Checks a customer's file and copies the file into the store.
 * @throws UnprocessableMedia, ValidationFailed for bad base64
 */
export async function takeFile({
  ctx,
  input: { kind, source, hints = {} },
}: {
  ctx: SendMediaContext
  input: {
    kind: MediaKind
    source: FileSource
    hints?: { filename?: string | undefined; mimetype?: string | undefined } | undefined
  }
}): Promise<IngestedMedia> {
  const key = mediaKey(ctx.appId, newId('media', ctx.seed))
  try {
    return await ingest({
      store: ctx.media,
      key,
      kind,
      source: await open(ctx, source),
      ...(hints.filename !== undefined && { filename: hints.filename }),
      ...(hints.mimetype !== undefined && { declaredType: hints.mimetype }),
    })
  } catch (error) {
    if (!(error instanceof UnacceptableMedia)) throw error
    if (error.reason === 'bad_base64')
      throw new ValidationFailed({ details: [{ path: 'base64', message: error.message }] })
    throw new UnprocessableMedia({ why: error.message, cause: error })
  }
}

async function open(
  ctx: SendMediaContext,
  { url, base64, mediaId }: FileSource,
): Promise<Parameters<typeof ingest>[0]['source']> {
  if (url !== undefined) return { kind: 'url', url, policy: ctx.settings.urlPolicy, timeouts: FETCH_TIMEOUTS }
  if (base64 !== undefined) return { kind: 'base64', data: base64 }
  const uploaded = mediaId === undefined ? null : await ctx.media.get(uploadKey(ctx.appId, mediaId))
  if (!uploaded)
    throw new UnprocessableMedia({
      why: 'This mediaId has no upload: the file was never uploaded, was already used, or has expired. Upload the file again.',
    })
  return { kind: 'stream', body: uploaded.body }
}
