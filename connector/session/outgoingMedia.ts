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
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
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
 * Brings a message's file from our store to WhatsApp. Answers the message that names the file, encoded. The file passes through
 * a temporary folder: a document may be larger than the memory of a session.
 * @throws UnacceptableMedia if the file is gone, or cannot be converted for WhatsApp
 * @throws WorkAborted or LeaseLost, if the lease ends first
 */
export async function uploadOutgoing(
  services: Pick<ConnectorServices, 'media' | 'preparations'>,
  {
    connection,
    leaseHandle,
    row,
    jid,
  }: { connection: Connection; leaseHandle: LeaseHandle; row: MessageRow; jid: string },
): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-media-'))
  try {
    const prepared = await fetchAndPrepare(services, row, leaseHandle, path.join(folder, 'file'))
    const message = { id: row.id, remoteJid: jid, type: row.type, content: row.content, payload: null }
    return await connection.ask((socket) => socket.uploadMedia(message, prepared), UPLOAD_WITHIN_MS)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A document is sent as it is, and takes no turn. Files that wait for their turn stay in the store, and off the disk. */
async function fetchAndPrepare(
  services: Pick<ConnectorServices, 'media' | 'preparations'>,
  row: MessageRow,
  leaseHandle: LeaseHandle,
  file: string,
): Promise<PreparedFile> {
  let mimetype = ''
  const fetch = async () => {
    mimetype = await fetchStored(services, row, file)
  }
  if (row.type === 'document') {
    await fetch()
    return { path: file, mimetype }
  }
  return await services.preparations.ofMessage(row, leaseHandle, {
    fetch,
    prepare: (signal) => prepare(row, file, mimetype, signal),
  })
}

/** Copies a message's file to a path, and answers its type.
 * @throws UnacceptableMedia unreachable, if the file is gone */
async function fetchStored(
  { media }: Pick<ConnectorServices, 'media'>,
  row: MessageRow,
  file: string,
): Promise<string> {
  const stored = row.media?.state === 'stored' ? await media.get(row.media.key) : null
  if (!stored)
    throw new UnacceptableMedia({ reason: 'unreachable', why: 'the file is not in the store any more.' })
  await pipeline(stored.body, createWriteStream(file))
  return stored.contentType
}

/** What Baileys would have to guess, or leave out: dimensions, durations, thumbnails. */
async function prepare(
  row: MessageRow,
  file: string,
  mimetype: string,
  signal: AbortSignal,
): Promise<PreparedFile> {
  switch (row.type) {
    case 'image':
      return { path: file, mimetype, ...(await imageInfo(file)) }
    case 'video':
      return { path: file, mimetype, ...(await videoInfo(file, signal)) }
    case 'sticker': {
      const { data, isAnimated } = await toSticker(file)
      await writeFile(file, data)
      return { path: file, mimetype: 'image/webp', width: 512, height: 512, isAnimated }
    }
    case 'audio': {
      if (!row.content.ptt) return { path: file, mimetype, ...(await audioInfo(file, signal)) }
      const voice = `${file}.ogg`
      return { path: voice, mimetype: 'audio/ogg; codecs=opus', ...(await toVoiceNote(file, voice, signal)) }
    }
    default:
      return { path: file, mimetype }
  }
}
