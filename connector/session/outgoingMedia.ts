import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { MEDIA_TYPES, type MediaType } from '#shared/contracts/messages.ts'
import type { MessageRow } from '#shared/domain/messages/index.ts'
import {
  audioInfo,
  imageInfo,
  toSticker,
  toVoiceNote,
  UnacceptableMedia,
  videoInfo,
} from '#shared/media/index.ts'
import type { ConnectorServices } from '../services.ts'
import type { PreparedFile } from '../whatsapp/index.ts'
import type { Connection } from './connection.ts'

/** 100 MB over a slow line. */
const UPLOAD_WITHIN_MS = 5 * 60_000

/** Whether a message's file has still to be uploaded. */
export function needsUpload(row: MessageRow): boolean {
  return row.payload === null && MEDIA_TYPES.includes(row.type as MediaType)
}

/**
 * Brings a message's file from our store to WhatsApp. Answers the message that names it, encoded. It goes by a
 * temporary file: a document may be larger than what a session may take of the memory.
 * @throws UnacceptableMedia if the file is gone, or can't be made what WhatsApp wants
 */
export async function uploadOutgoing(
  services: Pick<ConnectorServices, 'media'>,
  connection: Connection,
  row: MessageRow,
  jid: string,
): Promise<Buffer> {
  const stored = row.media?.state === 'stored' ? await services.media.get(row.media.key) : null
  if (!stored)
    throw new UnacceptableMedia({ reason: 'unreachable', why: 'the file is not in the store any more.' })
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-media-'))
  try {
    const file = path.join(folder, 'file')
    await pipeline(stored.body, createWriteStream(file))
    const prepared = await prepare(row, file, stored.contentType)
    const message = { id: row.id, remoteJid: jid, type: row.type, content: row.content, payload: null }
    return await connection.ask((socket) => socket.uploadMedia(message, prepared), UPLOAD_WITHIN_MS)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What Baileys would have to guess, or leave out: dimensions, durations, thumbnails. */
async function prepare(row: MessageRow, file: string, mimetype: string): Promise<PreparedFile> {
  switch (row.type) {
    case 'image':
      return { path: file, mimetype, ...(await imageInfo(file)) }
    case 'video':
      return { path: file, mimetype, ...(await videoInfo(file)) }
    case 'sticker': {
      const { data, isAnimated } = await toSticker(file)
      await writeFile(file, data)
      return { path: file, mimetype: 'image/webp', width: 512, height: 512, isAnimated }
    }
    case 'audio': {
      if (!row.content.ptt) return { path: file, mimetype, ...(await audioInfo(file)) }
      const voice = `${file}.ogg`
      return { path: voice, mimetype: 'audio/ogg; codecs=opus', ...(await toVoiceNote(file, voice)) }
    }
    default:
      return { path: file, mimetype }
  }
}
