import { prepareWAMessageMedia, proto, type WASocket } from '@whiskeysockets/baileys'
import type { MediaType } from '#shared/contracts/messages.ts'
import type { Logger } from '#shared/logger.ts'
import { CONNECTOR_KINDS, type Draft, type PreparedFile } from './kinds/index.ts'
import { contextOf } from './messageContext.ts'

/**
 * Encrypts and uploads a file, and returns the encoded message that refers to the file. All retries and resends reuse
 * the upload.
 */
export async function composeMedia(
  sock: Pick<WASocket, 'waUploadToServer'>,
  draft: Draft,
  file: PreparedFile,
  log: Logger,
): Promise<Buffer> {
  const kind = CONNECTOR_KINDS[draft.type as MediaType]
  const message = await prepareWAMessageMedia(kind.compose(draft.content, file), {
    upload: sock.waUploadToServer,
    logger: log,
  })
  const part = Object.values(message).find((value) => value && typeof value === 'object')
  if (part && 'jpegThumbnail' in part && part.jpegThumbnail?.length === 0) delete part.jpegThumbnail
  const contextInfo = contextOf(draft)
  if (contextInfo) Object.assign(part ?? {}, { contextInfo })
  return Buffer.from(proto.Message.encode(message).finish())
}
