import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MediaType } from '@whiskeysockets/baileys'
import type { Logger } from 'pino'
import { SERVER_TIMEOUTS } from '../server/timeouts.ts'
import type { State } from '../state/state.ts'
import { certify, createAuthority, type ServerCertificate } from './authority.ts'
import { Blobs } from './blobs.ts'
import { type Sealed, seal } from './cipher.ts'
import { type MediaService, serveMedia } from './server.ts'

export interface MediaOptions {
  host: string
  /** 0 selects a free port. */
  port: number
  /** Folder of the files. Without a folder, the server uses a temporary folder and deletes it on close. */
  folder: string | undefined
  log: Logger
}

/** An uploaded attachment, with the fields of its message. */
export interface Uploaded extends Sealed {
  url: string
  directPath: string
  /** In Unix seconds. */
  mediaKeyTimestamp: number
}

/** The media server and its files. */
export class Media implements MediaService {
  readonly blobs: Blobs
  readonly auth = randomBytes(24).toString('base64url')
  readonly log: Logger
  readonly caPem: string
  /** The HTTPS server. The WebSocket upgrades of this server are the client connections over TLS. */
  readonly server: Server
  origin = ''
  private readonly cleanUp: () => Promise<void>

  constructor(
    blobs: Blobs,
    tls: { caPem: string; certificate: ServerCertificate },
    log: Logger,
    cleanUp: () => Promise<void>,
  ) {
    this.blobs = blobs
    this.caPem = tls.caPem
    this.log = log
    this.cleanUp = cleanUp
    this.server = createServer(
      { ...tls.certificate, ...SERVER_TIMEOUTS },
      (request, response) => void serveMedia(this, request, response),
    )
  }

  /** Host and port, as in `media_conn`. */
  get host(): string {
    return new URL(this.origin).host
  }

  /**
   * Begins to listen.
   * @throws if the port is in use
   */
  async listen({ host, port }: Pick<MediaOptions, 'host' | 'port'>): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject)
      this.server.listen(port, host, resolve)
    })
    this.origin = `https://${host}:${(this.server.address() as AddressInfo).port}`
  }

  /** Encrypts a stream and stores it, as a sending phone does. */
  async upload(source: AsyncIterable<Uint8Array>, kind: MediaType): Promise<Uploaded> {
    const { ciphertext, sealed } = await seal(source, kind)
    const directPath = this.blobs.publish(await this.blobs.write(ciphertext))
    const mediaKeyTimestamp = Math.floor(Date.now() / 1000)
    return { ...sealed(), url: this.urlOf(directPath), directPath, mediaKeyTimestamp }
  }

  /** Stores bytes without encryption, as the owner of a channel does. */
  async uploadPlain(content: Uint8Array): Promise<Uploaded> {
    const directPath = this.blobs.publish(await this.blobs.write([content]))
    const none = new Uint8Array()
    const fileSha256 = createHash('sha256').update(content).digest()
    const keys = { mediaKey: none, fileEncSha256: none, mediaKeyTimestamp: 0 }
    return { ...keys, fileSha256, fileLength: content.length, url: this.urlOf(directPath), directPath }
  }

  urlOf(directPath: string): string {
    return this.origin + directPath
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
    await this.cleanUp()
  }
}

/** Starts the media server with the authority in the state, or with a new authority. */
export async function startMedia(state: State, options: MediaOptions): Promise<Media> {
  const authority = state.authorities.in('media').get('own') ?? createAuthority()
  state.authorities.in('media').set('own', authority)
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'sandbox-media-')))
  const tls = { caPem: authority.certificatePem, certificate: certify(authority, options.host) }
  const media = new Media(new Blobs(state.blobs.in('all'), folder), tls, options.log, async () => {
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
  })
  await media.listen(options)
  return media
}
