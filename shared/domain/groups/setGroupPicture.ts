import { ServiceUnavailable, WhatsAppRejected } from '#shared/errors/index.ts'
import type { AppContext } from '../context.ts'
import { type FileSource, forgetUpload, takeFile } from '../messages/index.ts'
import { loadPairedSession } from '../sessions/index.ts'
import { askGroup, type GroupRef } from './askGroup.ts'
import { loadGroup } from './loadGroup.ts'

/**
 * Sets the picture of a group, which WhatsApp shows as a square.
 * @throws NotFound, SessionNotPaired, UnprocessableMedia, OperationTimedOut, WhatsAppRejected
 */
export async function setGroupPicture({
  ctx,
  input: { source, ...ref },
}: {
  ctx: AppContext
  input: GroupRef & { source: FileSource }
}): Promise<void> {
  // The checks of session and group come before the download, so that a refused request costs no download.
  await loadPairedSession({ ctx, input: { id: ref.sessionId } })
  await loadGroup({ ctx, input: ref })
  const { key } = await takeFile({ ctx, input: { kind: 'image', source } })
  const forget = () =>
    ctx.media.remove(key).catch((err: unknown) => ctx.log.warn({ err }, 'media.remove_failed'))
  try {
    await askGroup({
      ctx,
      input: { group: ref, request: { kind: 'group.picture', mediaKey: key }, operation: 'set a picture' },
    })
  } catch (error) {
    // A late connector still needs the file. The store's life-cycle rule removes the file later.
    if (error instanceof WhatsAppRejected || error instanceof ServiceUnavailable) await forget()
    throw error
  }
  await Promise.all([forget(), forgetUpload({ ctx, input: source })])
}

/**
 * Removes the picture of a group.
 * @throws NotFound, SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
export async function removeGroupPicture({
  ctx,
  input,
}: {
  ctx: AppContext
  input: GroupRef
}): Promise<void> {
  await askGroup({
    ctx,
    input: {
      group: input,
      request: { kind: 'group.picture', mediaKey: null },
      operation: 'remove a picture',
    },
  })
}
