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
import type { MessageFacts, PreparedFile } from '../whatsapp/index.ts'
import type { Connection } from './connection.ts'

/** Enough for 100 MB over a slow line. */
const UPLOAD_WITHIN_MS = 5 * 60_000

/** Returns true if the message's file must still be uploaded. */
export function needsUpload(row: MessageRow): boolean {
  return row.payload === null && MEDIA_TYPES.includes(row.type as MediaType)
}

/**
 * Uploads a message's file from the media store to WhatsApp. The file passes through a temporary folder, because a document may
 * exceed the memory of a session.
 * @returns the encoded message that refers to the file
 * @throws UnacceptableMedia if the file is missing or cannot be converted for WhatsApp
 * @throws WorkAborted or LeaseLost, if the lease ends first
 */
export async function uploadOutgoing(
  services: Pick<ConnectorServices, 'media' | 'preparations'>,
  {
    connection,
    leaseHandle,
    row,
    jid,
    facts,
  }: {
    connection: Connection
    leaseHandle: LeaseHandle
    row: MessageRow
    jid: string
    facts: MessageFacts
  },
): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-media-'))
  try {
    const prepared = await fetchAndPrepare(services, row, leaseHandle, path.join(folder, 'file'))
    const message = { id: row.id, remoteJid: jid, type: row.type, content: row.content, payload: null }
    return await connection.ask((socket) => socket.uploadMedia(message, prepared, facts), UPLOAD_WITHIN_MS)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Fetches and prepares the file. A document is sent unchanged, without a turn in the queue. Other files stay in the store until
 * their turn, and use no disk space.
 */
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

/**
 * Copies a message's file to a path.
 * @returns its content type
 * @throws UnacceptableMedia unreachable, if the file is missing
 */
async function fetchStored(
  { media }: Pick<ConnectorServices, 'media'>,
  row: MessageRow,
  file: string,
): Promise<string> {
  const stored = row.media?.state === 'stored' ? await media.get(row.media.key) : null
  if (!stored)
    throw new UnacceptableMedia({ reason: 'unreachable', why: 'the file is no longer in the media store.' })
  await pipeline(stored.body, createWriteStream(file))
  return stored.contentType
}

/** Computes dimensions, durations and thumbnails, which Baileys would guess or omit. */
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
