import {
  type AnyMediaMessageContent,
  prepareWAMessageMedia,
  proto,
  type WASocket,
} from '@whiskeysockets/baileys'
import type { MediaType } from '#shared/contracts/messages.ts'
import type { Logger } from '#shared/logger.ts'
import { contextOf, type Draft } from './compose.ts'

/** A file that is ready to be sent, and the preview that WhatsApp shows before the download. */
export interface PreparedFile {
  path: string
  mimetype: string
  jpegThumbnail?: Buffer | undefined
  width?: number | undefined
  height?: number | undefined
  seconds?: number | undefined
  waveform?: Uint8Array | undefined
  isAnimated?: boolean | undefined
}

/** Encrypts and uploads a file, and returns the encoded message that refers to it. All retries and resends reuse the upload. */
export async function composeMedia(
  sock: Pick<WASocket, 'waUploadToServer'>,
  draft: Draft,
  file: PreparedFile,
  log: Logger,
): Promise<Buffer> {
  const message = await prepareWAMessageMedia(toBaileys(draft, file), {
    upload: sock.waUploadToServer,
    logger: log,
  })
  const part = Object.values(message).find((value) => value && typeof value === 'object')
  if (part && 'jpegThumbnail' in part && part.jpegThumbnail?.length === 0) delete part.jpegThumbnail
  const contextInfo = contextOf(draft)
  if (contextInfo) Object.assign(part ?? {}, { contextInfo })
  return Buffer.from(proto.Message.encode(message).finish())
}

function toBaileys({ type, content }: Draft, file: PreparedFile): AnyMediaMessageContent {
  const { path, jpegThumbnail, ...facts } = file
  const shown = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
  const common = {
    ...shown,
    // Without the field, Baileys runs its own ffmpeg without limits. An empty string counts as a thumbnail.
    ...((jpegThumbnail || type === 'video') && { jpegThumbnail: jpegThumbnail?.toString('base64') ?? '' }),
    ...(content.caption !== undefined && { caption: content.caption }),
    ...(content.gif && { gifPlayback: true }),
    ...(content.ptt && { ptt: true }),
    ...(content.filename !== undefined && { fileName: content.filename }),
  }
  // Baileys' type has a branch for each kind; the kinds differ only in the name of the file's field.
  return { ...common, [type as MediaType]: { url: path } } as unknown as AnyMediaMessageContent
}
