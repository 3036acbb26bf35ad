import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MediaType } from '@whiskeysockets/baileys'
import type { Logger } from 'pino'
import { SERVER_TIMEOUTS } from '#local/httpServer.ts'
import type { State } from '../state/state.ts'
import { certify, createAuthority } from './authority.ts'
import { Blobs } from './blobs.ts'
import { type Sealed, seal } from './cipher.ts'
import { type MediaService, serveMedia } from './server.ts'

export interface MediaOptions {
  host: string
  /** 0 takes any free port. */
  port: number
  /** Where the files are kept; without it in a folder that is removed on close. */
  folder: string | undefined
  log: Logger
}

/** An attachment on the server, in the words of a message. */
export interface Uploaded extends Sealed {
  url: string
  directPath: string
  /** Unix seconds. */
  mediaKeyTimestamp: number
}

/** The media server and its files. */
export class Media implements MediaService {
  readonly blobs: Blobs
  readonly auth = randomBytes(24).toString('base64url')
  readonly log: Logger
  readonly caPem: string
  origin = ''
  private stop: () => Promise<void> = async () => undefined

  constructor(blobs: Blobs, caPem: string, log: Logger) {
    this.blobs = blobs
    this.caPem = caPem
    this.log = log
  }

  /** Host and port, as `media_conn` names it. */
  get host(): string {
    return new URL(this.origin).host
  }

  /** Listens, and remembers how to stop. Rejects when the port is taken. */
  async listen(
    options: MediaOptions,
    certificate: { key: string; cert: string },
    cleanUp: () => Promise<void>,
  ) {
    const server = createServer(
      { ...certificate, ...SERVER_TIMEOUTS },
      (request, response) => void serveMedia(this, request, response),
    )
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(options.port, options.host, resolve)
    })
    this.origin = `https://${options.host}:${(server.address() as AddressInfo).port}`
    this.stop = async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await cleanUp()
    }
  }

  /** Encrypts a stream onto the server, as a phone that sends it. */
  async upload(source: AsyncIterable<Uint8Array>, kind: MediaType): Promise<Uploaded> {
    const { ciphertext, sealed } = await seal(source, kind)
    const directPath = this.blobs.publish(await this.blobs.write(ciphertext))
    const mediaKeyTimestamp = Math.floor(Date.now() / 1000)
    return { ...sealed(), url: this.urlOf(directPath), directPath, mediaKeyTimestamp }
  }

  urlOf(directPath: string): string {
    return this.origin + directPath
  }

  close(): Promise<void> {
    return this.stop()
  }
}

/** Starts the media server; its authority is the one in the state, or a new one. */
export async function startMedia(state: State, options: MediaOptions): Promise<Media> {
  const authority = state.authorities.in('media').get('own') ?? createAuthority()
  state.authorities.in('media').set('own', authority)
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'sandbox-media-')))
  const media = new Media(new Blobs(state.blobs.in('all'), folder), authority.certificatePem, options.log)
  await media.listen(options, certify(authority, options.host), async () => {
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
  })
  return media
}
