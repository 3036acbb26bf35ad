import type { MediaFailure } from '#shared/contracts/media.ts'
import {
  discardFile,
  PENDING_MEDIA_PAGE,
  type PendingMedia,
  pendingMedia,
  recordMedia,
} from '#shared/domain/messages/index.ts'
import { newId } from '#shared/ids.ts'
import { LARGE_FILE_BYTES } from '#shared/media/index.ts'
import { isLargeFile } from '../downloads.ts'
import { WorkAborted } from '../fairQueue.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'
import { openMedia } from '../whatsapp/index.ts'
import type { Connection } from './connection.ts'
import { finalFailure } from './mediaFaults.ts'
import { maxInboundBytes } from './mediaLimits.ts'

/** Parallel downloads of a session, of small and of large files. */
const SMALL_AT_ONCE = 2
const LARGE_AT_ONCE = 1
/** Attempts per file, some two hours in total: no outage of that length loses a file. */
const TRIES = 30
const FIRST_RETRY_MS = 2_000
const LONGEST_RETRY_MS = 5 * 60_000

type Services = Pick<ConnectorServices, 'db' | 'now' | 'log' | 'media' | 'config' | 'outbox' | 'downloads'>

interface Task extends PendingMedia {
  tries: number
  renewed: boolean
  isLarge: boolean
}

/**
 * Downloads the files of received messages into the media store, in the background. The message is stored first. Large files have
 * a queue of their own, so that they delay no other file.
 */
export class MediaFetcher {
  readonly #services: Services
  readonly #leaseHandle: LeaseHandle
  readonly #owner: { sessionId: string; appId: string }
  readonly #connection: () => Connection | null
  readonly #lanes = {
    small: { queue: [] as Task[], running: 0, atOnce: SMALL_AT_ONCE },
    large: { queue: [] as Task[], running: 0, atOnce: LARGE_AT_ONCE },
  }
  /** Files that are queued, in download, or waiting for a retry. */
  readonly #known = new Set<string>()
  /** The requests to the phone, one after the other. */
  #renewals: Promise<void> = Promise.resolve()
  /** True if the database has more pending files than the queues. */
  #hasMore = false

  constructor(
    services: Services,
    leaseHandle: LeaseHandle,
    owner: { sessionId: string; appId: string },
    connection: () => Connection | null,
  ) {
    this.#services = services
    this.#leaseHandle = leaseHandle
    this.#owner = owner
    this.#connection = connection
  }

  /**
   * Queues the files that must be fetched, including those that an earlier host left. Files that wait for a retry fill no page.
   * @throws the database's error
   */
  async wake(): Promise<void> {
    const { sessionId } = this.#owner
    for (let after: number | undefined; ; ) {
      const page = await pendingMedia({ ctx: this.#services, input: { sessionId, after } })
      const fresh = page.filter((item) => !this.#known.has(nameOf(item)))
      for (const item of fresh) this.#add(item)
      this.#hasMore = page.length === PENDING_MEDIA_PAGE
      after = page.at(-1)?.seq
      if (fresh.length > 0 || !this.#hasMore) break
    }
    this.#next()
  }

  #add(item: PendingMedia): void {
    this.#known.add(nameOf(item))
    const isLarge = isLargeFile(item.source.size ?? null)
    // No phone uploads the file of a post again. Such a file has no key.
    const renewed = item.source.mediaKey === ''
    this.#laneOf(isLarge).queue.push({ ...item, tries: 0, renewed, isLarge })
  }

  #laneOf(isLarge: boolean) {
    return isLarge ? this.#lanes.large : this.#lanes.small
  }

  #next(): void {
    for (const lane of Object.values(this.#lanes)) {
      while (lane.running < lane.atOnce && this.#leaseHandle.isValid) {
        const task = lane.queue.shift()
        if (!task) break
        lane.running += 1
        void this.#fetch(task).finally(() => {
          lane.running -= 1
          this.#next()
          if (this.#hasMore && lane.queue.length === 0) this.#wakeLater()
        })
      }
    }
  }

  #wakeLater(): void {
    this.#hasMore = false
    const { log } = this.#services
    this.wake().catch((err: unknown) => log.error({ err, ...this.#owner }, 'media.wake_failed'))
  }

  async #fetch(task: Task): Promise<void> {
    const { appId, sessionId } = this.#owner
    const { log, downloads } = this.#services
    const key = `apps/${appId}/${newId('media')}`
    try {
      const turn = { tenant: appId, session: sessionId, signal: this.#leaseHandle.ended }
      const { size, sha256 } = await downloads.run(task.isLarge, turn, () => this.#download(task, key))
      const stored = await this.#record(task, { media: { state: 'stored', key }, size, sha256 })
      // The author revoked the message meanwhile, so its file must not be available.
      if (!stored) await discardFile({ ctx: this.#services, input: { key } })
    } catch (err) {
      // The next owner of the session fetches the file.
      if (err instanceof WorkAborted) return
      log.warn({ err, messageId: task.messageId, tries: task.tries }, 'media.fetch_failed')
      await this.#failed(task, err)
    }
  }

  /** Streams a file into the store. The store shows the file only after its end, where its MAC and its hash are checked. */
  async #download(task: Task, key: string): Promise<{ size: number; sha256: string }> {
    const { media, config } = this.#services
    const most = maxInboundBytes(task.source.type, config)
    const body = await openMedia(task.source, {
      origin: config.VESPER_WHATSAPP_MEDIA_URL,
      maxBytes: task.isLarge ? most : Math.min(most, LARGE_FILE_BYTES),
    })
    return await media.put(key, body, { contentType: task.mimetype })
  }

  async #failed(task: Task, err: unknown): Promise<void> {
    task.tries += 1
    const failure = finalFailure(err)
    if (failure === 'gone' && !task.renewed && this.#connection() !== null) {
      // The phone may be offline, and the next files must not wait for its answer.
      this.#renewals = this.#renewals.then(() => this.#renew(task))
      return
    }
    if (failure === 'too_large' && this.#isMisplaced(task)) {
      task.isLarge = true
      return this.#enqueue(task)
    }
    if (failure !== null && !(failure === 'gone' && !task.renewed)) return await this.#giveUp(task, failure)
    if (task.tries >= TRIES) return await this.#giveUp(task, failure ?? 'unavailable')
    const waitMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(task.tries - 1, 10))
    setTimeout(() => this.#enqueue(task), waitMs).unref()
  }

  /** Returns true for a large file that was announced as small, or without a size. */
  #isMisplaced({ isLarge, source }: Task): boolean {
    return !isLarge && maxInboundBytes(source.type, this.#services.config) > LARGE_FILE_BYTES
  }

  #enqueue(task: Task): void {
    this.#laneOf(task.isLarge).queue.push(task)
    this.#next()
  }

  async #giveUp(task: Task, error: MediaFailure): Promise<void> {
    await this.#record(task, { media: { state: 'failed', error } })
  }

  /** Asks the sender's phone to upload the file again, because WhatsApp deletes files after weeks. Then fetches the file again. */
  async #renew(task: Task): Promise<void> {
    const connection = this.#connection()
    try {
      if (!connection) throw new Error('The session is not connected')
      task.renewed = true
      const source = await connection.ask((socket) => socket.renewMedia({ ...task, id: task.messageId }))
      task.source = { ...source, size: source.size ?? task.source.size ?? null }
    } catch (err) {
      this.#services.log.warn({ err, messageId: task.messageId }, 'media.renew_failed')
    }
    this.#enqueue(task)
  }

  /** Records the result of a download. Returns true if the message still exists. */
  async #record(
    task: Task,
    result: Omit<Parameters<typeof recordMedia>[0]['input'], keyof PendingMedia | 'lease'>,
  ): Promise<boolean> {
    const { sessionId, messageId, sender } = task
    let taken = false
    await persist(this.#leaseHandle, this.#services.log, async () => {
      const input = { sessionId, messageId, sender, ...result }
      taken = await recordMedia({ ctx: this.#services, input: { ...input, lease: this.#leaseHandle.lease } })
    })
    this.#known.delete(nameOf(task))
    return taken
  }
}

function nameOf({ sender, messageId }: Pick<PendingMedia, 'sender' | 'messageId'>): string {
  return `${sender}:${messageId}`
}
